/** Calls of the control API. Whatever the server says about a refusal is what the error says. */
import type { components } from './control.js';

export type Problem = components['schemas']['Problem'] & Partial<Omit<components['schemas']['UnmetProblem'], 'status'>>;

/** The server refused a call of the control API, or what was expected is not there. The message is the server's. */
export class MockwriteError extends Error {
  override readonly name = 'MockwriteError';

  constructor(
    message: string,
    /** The whole answer: of an expectation also `nearest`, `scheduled`, `situation` and `refused`. */
    readonly problem: Problem | undefined = undefined,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }

  /** Whether it is an expectation that is not met, rather than a call that is wrong. */
  get unmet(): boolean {
    return this.problem?.found !== undefined;
  }
}

/** Throws MockwriteError for options that a function does not take: without types nobody else would notice. */
export function checkOptions(call: string, given: unknown, known: readonly string[]): void {
  const example = `${call}({ ${known.join(', ')} })`;
  if (typeof given !== 'object' || given === null) throw new MockwriteError(`${call} takes its options by name: ${example}; got ${JSON.stringify(given)}`);
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined) throw new MockwriteError(`${call} has no option '${strange}'; what it takes is ${example}`);
}

export type Query = Readonly<Record<string, unknown>>;

export class ControlApi {
  /** The project was removed: what is asked of it then was not waited for. */
  ended = false;

  constructor(
    readonly url: string,
    readonly project: string | undefined = undefined,
  ) {}

  /** Makes a call and returns the JSON of its answer. Throws MockwriteError. */
  async call<Answer>(method: string, path: string, { query = {}, body }: { query?: Query; body?: unknown } = {}): Promise<Answer> {
    const target = new URL(`${this.url}/_mockwrite${path}`);
    for (const [name, value] of Object.entries<unknown>(query)) {
      if (value !== undefined) target.searchParams.set(name, value instanceof Date ? value.toISOString() : String(value));
    }
    const headers = {
      ...(this.project === undefined ? {} : { 'x-appwrite-project': this.project }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    let answer: Response;
    try {
      answer = await fetch(target, request);
    } catch (error) {
      const advice = 'start one with `mockwrite serve` or startMockwrite(), or name its address: connect({ url }) or MOCKWRITE_URL';
      throw new MockwriteError(`no mockwrite server answers at ${this.url}; ${advice}`, undefined, { cause: error });
    }
    const text = await answer.text();
    if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
    if (this.ended && answer.status === 404) {
      const advice = 'is an `await` missing before an assertion or a call of the test?';
      throw new MockwriteError(`project ${this.project} was removed before this was asked of it; ${advice}`);
    }
    throw refusal(`${method} ${target.pathname}`, answer.status, text);
  }
}

function refusal(call: string, status: number, text: string): MockwriteError {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.detail === 'string') return new MockwriteError(problem.detail, problem);
  } catch {
    // What is no problem document comes from another server.
  }
  return new MockwriteError(`${call} was answered with ${status}; is that a mockwrite server? It said: ${text.slice(0, 200)}`);
}
