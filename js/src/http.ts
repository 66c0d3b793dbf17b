/** Calls of the control API. Whatever the server says about a refusal is what the error says. */
import type { components } from './control.js';

export type Problem = components['schemas']['Problem'] & Partial<Omit<components['schemas']['WaitProblem'], 'status'>>;

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

export type Query = Readonly<Record<string, unknown>>;

export class ControlApi {
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
