/** `setupFiles: ['mockwrite/vitest']` teaches Vitest's `expect` the matchers of the outbox. */
import { expect } from 'vitest';
import { matchers, type OutboxMatchers } from './matchers.js';

expect.extend(matchers);

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  interface Assertion<T = any> extends OutboxMatchers<void> {}
  interface AsymmetricMatchersContaining extends OutboxMatchers {}
}
