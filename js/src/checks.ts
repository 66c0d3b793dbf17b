/** What a mistyped call would hide where no compiler looks: each check says what is wanted, what was given, and what to do. */
import { MockwriteError } from './http.js';

/** A value as a message names it. */
export function named(value: unknown): string {
  if (value instanceof Promise) return 'a Promise; is an `await` missing?';
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  if (value instanceof RegExp || typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value)?.slice(0, 100) ?? String(value);
  } catch {
    return String(value);
  }
}

/** Throws MockwriteError for what is no object with names in it; `example` shows one. */
export function checkObject(call: string, given: unknown, example: string): asserts given is object {
  const isPlain = typeof given === 'object' && given !== null && !Array.isArray(given) && !(given instanceof Promise);
  if (!isPlain) throw new MockwriteError(`${call} takes its options by name: ${example}; got ${named(given)}`);
}

/** Throws MockwriteError for options that a function does not take. */
export function checkOptions(call: string, given: unknown, known: readonly string[], example = `${call}({ ${known.join(', ')} })`): void {
  checkObject(call, given, example);
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined) throw new MockwriteError(`${call} has no option '${strange}'; what it takes is ${example}`);
}

/** Throws MockwriteError for what is no number of seconds. */
export function checkSeconds(call: string, timeout: unknown): void {
  if (timeout === undefined || (typeof timeout === 'number' && timeout >= 0)) return;
  throw new MockwriteError(`${call}: timeout is a number of seconds, got ${named(timeout)}`);
}

const PATIENCE = ['timeout', 'count', 'cursor'];

/** Throws MockwriteError for a match that no delivery can meet, or that would be met by every one. */
export function checkMatch(call: string, match: unknown): void {
  checkObject(call, match, `${call}({ to: 'ada@example.com' })`);
  for (const [field, value] of Object.entries(match)) {
    if (PATIENCE.includes(field)) {
      throw new MockwriteError(`${call}: ${field} is no field of a delivery; what is not asked of one stands in an object of its own: (match, { ${field} })`);
    }
    if (value === undefined || value === null) {
      const advice = 'is the name of what it should be misspelt? To ask for any, leave the field out';
      throw new MockwriteError(`${call}: ${field} is ${value}, which says nothing about a delivery; ${advice}`);
    }
    if (value instanceof Date ? Number.isNaN(value.getTime()) : typeof value === 'object' || typeof value === 'function') {
      const advice = 'a field is compared with one text, number, truth value or valid Date; `search` looks for words';
      throw new MockwriteError(`${call}: ${field} is ${named(value)}; ${advice}`);
    }
  }
}

/** Throws MockwriteError for what patience a call does not have. */
export function checkPatience(call: string, options: unknown): void {
  checkOptions(call, options, PATIENCE, `(match, { ${PATIENCE.join(', ')} })`);
  checkSeconds(call, (options as { timeout?: unknown }).timeout);
}

/** Throws MockwriteError for what is no record and no id; `what` names what is wanted. */
export function checkRecord(call: string, what: string, given: unknown): void {
  const id = typeof given === 'object' && given !== null && !(given instanceof Promise) ? (given as { id?: unknown }).id : given;
  if (typeof id === 'string' && id !== '') return;
  const advice = typeof given === 'object' && given !== null && '$id' in given ? '; of what an SDK returns it is `.$id`' : '';
  throw new MockwriteError(`${call} takes ${what} or the id of one, got ${named(given)}${advice}`);
}

/** Throws MockwriteError for what is no time. */
export function checkTime(call: string, given: unknown): void {
  if (given instanceof Date ? !Number.isNaN(given.getTime()) : typeof given === 'string') return;
  const shown = given instanceof Date ? 'an invalid Date' : named(given);
  throw new MockwriteError(`${call} takes a Date or a text such as '2030-01-31T08:00:00Z', got ${shown}`);
}
