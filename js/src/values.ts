/** The records that `given` makes: how they travel, and how a test reads them. */

import { named } from './checks.js';
import { MockwriteError } from './http.js';

/** What `given` made, in camel case; hand it back to `given` where a user, topic or target is wanted. */
export interface GivenRecord {
  readonly id: string;
  readonly [field: string]: unknown;
}

// A record travels whole, with marks for what JSON does not have (mockwrite/testing/values.py), and goes back as it came.
const travelling = new WeakMap<object, unknown>();

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Names of options as the server's Python surface has them. */
export function toOptions(options: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined).map(([name, value]) => [snake(name), encode(value)]),
  );
}

export function encode(value: unknown): unknown {
  if (value instanceof Date) return { $time: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(encodeItem);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Promise) throw new MockwriteError(`a record or a value is wanted, and there is ${named(value)}`);
  return travelling.get(value) ?? { $map: Object.entries(value).map(([name, item]) => [name, encode(item)]) };
}

function encodeItem(item: unknown, index: number): unknown {
  if (item === undefined) throw new MockwriteError(`item ${index} of a list is undefined; is the name of what it should be misspelt?`);
  return encode(item);
}

const READ: Readonly<Record<string, (content: never) => unknown>> = {
  $map: (pairs: [string, unknown][]) => Object.fromEntries(pairs.map(([name, item]) => [name, decode(item)])),
  $record: ([, fields]: [string, Record<string, unknown>]) =>
    Object.fromEntries(Object.entries(fields).map(([name, item]) => [camel(name), decode(item)])),
  $time: (text: string) => new Date(text),
  $bytes: (text: string) => new Uint8Array(Buffer.from(text, 'base64')),
  $set: (items: unknown[]) => items.map(decode),
  $frozenset: (items: unknown[]) => items.map(decode),
};

export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  const [mark, content] = Object.entries(value)[0] ?? ['', undefined];
  const read = READ[mark];
  if (!read) return value;
  const found = read(content as never);
  if (mark === '$record') travelling.set(found as object, value);
  return found;
}
