/** `setupFilesAfterEnv: ['mockwrite/jest']` teaches Jest's `expect` the matchers of the outbox. */
import { expect } from '@jest/globals';
import { matchers, type OutboxMatchers } from './matchers.js';

expect.extend(matchers as Parameters<typeof expect.extend>[0]);

declare module 'expect' {
  interface Matchers<R, T> extends OutboxMatchers {}
}

declare global {
  // The `expect` that is there without an import, by @types/jest.
  namespace jest {
    interface Matchers<R, T> extends OutboxMatchers<R> {}
  }
}
