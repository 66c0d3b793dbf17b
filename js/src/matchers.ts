/** Matchers of `expect` for Vitest, Jest and Playwright Test. What they say on failure is what the server says. */
import { MockwriteError } from './http.js';
import type { Match, Outbox, WaitOptions } from './project.js';

export interface HasOutbox {
  readonly outbox: Outbox;
}
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** What the matchers take: what a delivery has, and how long and for how many to wait. */
export interface OutboxMatchers<R = unknown> {
  /** At least one delivery matches, within `timeout` seconds (1). With `.not`: none does, now. */
  toHaveSent(match?: Match, options?: WaitOptions): Promise<R>;
  /** No delivery matches, now. */
  toHaveSentNothing(match?: Match): Promise<R>;
  /** At least one delivery that matches failed, within `timeout` seconds (1). */
  toHaveFailed(match?: Match, options?: WaitOptions): Promise<R>;
}

const PATIENCE = 1;

async function judged(expectation: Promise<unknown>): Promise<MatcherResult> {
  try {
    await expectation;
  } catch (error) {
    if (!(error instanceof MockwriteError && error.unmet)) throw error;
    const { message, problem } = error;
    const refused = (problem?.refused ?? []).map((call) => `\n  refused: ${call}`);
    return { pass: false, message: () => message + refused.join('') };
  }
  return { pass: true, message: () => '' };
}

/** With `.not` a matcher passes by failing: what is expected then is none, and the server says what is there instead. */
async function sent(isNot: boolean, { outbox }: HasOutbox, match: Match, options: WaitOptions): Promise<MatcherResult> {
  if (!isNot) return judged(outbox.wait(match, { timeout: PATIENCE, ...options }));
  const { pass, message } = await judged(outbox.expect(0, match));
  return { pass: !pass, message };
}

export const matchers = {
  toHaveSent(this: { isNot?: boolean } | void, project: HasOutbox, match: Match = {}, options: WaitOptions = {}) {
    return sent(this?.isNot ?? false, project, match, options);
  },
  toHaveFailed(this: { isNot?: boolean } | void, project: HasOutbox, match: Match = {}, options: WaitOptions = {}) {
    return sent(this?.isNot ?? false, project, { ...match, status: 'failed' }, options);
  },
  async toHaveSentNothing(this: { isNot?: boolean } | void, project: HasOutbox, match: Match = {}) {
    if (this?.isNot) {
      const { pass, message } = await judged(project.outbox.wait(match, { timeout: PATIENCE }));
      return { pass: !pass, message };
    }
    return judged(project.outbox.expect(0, match));
  },
};
