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

/** What is known of the server that calls go to, by all who call it from here. */
export class Host {
  /** It has answered a call. */
  answered = false;

  constructor(
    readonly url: string,
    /** Why it is gone, when this process started it and it is. */
    readonly ending: () => Promise<string | undefined> = async () => undefined,
  ) {}

  /** Says why a call got no answer, and what to do. */
  async silence(error: unknown): Promise<MockwriteError> {
    const { cause } = error as { cause?: { code?: string; message?: string } };
    const reason = cause?.code ?? cause?.message ?? String(error);
    const ending = await this.ending();
    if (ending !== undefined) return new MockwriteError(`the mockwrite server at ${this.url} is gone: ${ending}`, undefined, { cause: error });
    const advice = this.answered
      ? 'it answered before and does not any more: it ended or was stopped; the terminal or the log where it was started says why'
      : 'start one with `mockwrite serve` or startMockwrite(), or name its address: connect({ url }) or MOCKWRITE_URL';
    return new MockwriteError(`no mockwrite server answers at ${this.url} (${reason}); ${advice}`, undefined, { cause: error });
  }
}

export type Query = Readonly<Record<string, unknown>>;

export class ControlApi {
  /** The project was removed: what is asked of it then was not waited for. */
  ended = false;
  /** The calls that have no answer yet. */
  readonly waiting = new Set<{ readonly called: string }>();

  constructor(
    readonly host: Host,
    readonly project: string | undefined = undefined,
  ) {}

  get url(): string {
    return this.host.url;
  }

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
    const called = `${method} ${target.origin}${target.pathname}`;
    const { status, text } = await this.ask(called, target, request);
    if (status < 300) return read<Answer>(called, status, text);
    if (this.ended && status === 404) {
      const advice = 'is an `await` missing before an assertion or a call of the test?';
      throw new MockwriteError(`project ${this.project} was removed before this was asked of it; ${advice}`);
    }
    throw refusal(called, status, text);
  }

  private async ask(called: string, target: URL, request: RequestInit): Promise<{ status: number; text: string }> {
    const call = { called };
    this.waiting.add(call);
    try {
      const answer = await fetch(target, request);
      const text = await answer.text();
      this.host.answered = true;
      return { status: answer.status, text };
    } catch (error) {
      throw await this.host.silence(error);
    } finally {
      this.waiting.delete(call);
    }
  }
}

function read<Answer>(called: string, status: number, text: string): Answer {
  try {
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  } catch {
    throw stranger(called, status, text);
  }
}

/** What another server than ours says. */
export function stranger(called: string, status: number, text: string): MockwriteError {
  return new MockwriteError(`${called} was answered with ${status}; is that a mockwrite server? It said: ${text.slice(0, 200)}`);
}

function refusal(call: string, status: number, text: string): MockwriteError {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.detail === 'string') return new MockwriteError(problem.detail, problem);
  } catch {
    // What is no problem document comes from another server.
  }
  return stranger(call, status, text);
}
