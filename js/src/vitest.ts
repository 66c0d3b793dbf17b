/** `setupFiles: ['mockwrite/vitest']` teaches Vitest's `expect` the matchers of the outbox. */
import { expect } from 'vitest';
import { matchers, type OutboxMatchers } from './matchers.js';

expect.extend(matchers);

// Keeps `vitest` imported in the types that are published: the compiler must have read it before what is declared below.
export type { Assertion } from 'vitest';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  interface Assertion<T = any> extends OutboxMatchers<void> {}
  interface AsymmetricMatchersContaining extends OutboxMatchers {}
}
