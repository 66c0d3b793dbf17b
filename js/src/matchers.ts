/** Matchers of `expect` for Vitest, Jest and Playwright Test. What they say on failure is what the server says. */
import { checkPatience, named } from './checks.js';
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
    // By its name: an ES module and a CommonJS one have a class each.
    if (!(error instanceof Error && error.name === 'MockwriteError' && (error as MockwriteError).unmet)) throw error;
    const { message, problem } = error as MockwriteError;
    const refused = (problem?.refused ?? []).map((call) => `\n  refused: ${call}`);
    return { pass: false, message: () => message + refused.join('') };
  }
  return { pass: true, message: () => '' };
}

/** Throws MockwriteError for what is no project. */
function outboxOf(matcher: string, project: unknown): Outbox {
  const { outbox } = (project ?? {}) as Partial<HasOutbox>;
  if (typeof outbox?.wait === 'function') return outbox;
  throw new MockwriteError(`expect(project).${matcher} takes what mockwrite.project() or connect() returned, got ${named(project)}`);
}

type Context = { isNot?: boolean } | void;

/** With `.not` a matcher passes by failing: what is expected then is none, and the server says what is there instead. */
async function sent(isNot: boolean, outbox: Outbox, match: Match, options: WaitOptions): Promise<MatcherResult> {
  if (!isNot) return judged(outbox.wait(match, { timeout: PATIENCE, ...options }));
  const { pass, message } = await judged(outbox.expect(0, match));
  return { pass: !pass, message };
}

export const matchers = {
  async toHaveSent(this: Context, project: HasOutbox, match: Match = {}, options: WaitOptions = {}) {
    const outbox = outboxOf('toHaveSent', project);
    checkPatience('toHaveSent', options);
    return sent(this?.isNot ?? false, outbox, match, options);
  },
  async toHaveFailed(this: Context, project: HasOutbox, match: Match = {}, options: WaitOptions = {}) {
    const outbox = outboxOf('toHaveFailed', project);
    checkPatience('toHaveFailed', options);
    return sent(this?.isNot ?? false, outbox, { ...match, status: 'failed' }, options);
  },
  async toHaveSentNothing(this: Context, project: HasOutbox, match: Match = {}) {
    const outbox = outboxOf('toHaveSentNothing', project);
    if (!this?.isNot) return judged(outbox.expect(0, match));
    const { pass, message } = await judged(outbox.wait(match, { timeout: PATIENCE }));
    return { pass: !pass, message };
  },
};
