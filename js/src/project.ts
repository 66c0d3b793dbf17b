/** A project on a running server: where it is, what it sent, and the means to prepare and steer it. */
import { checkMatch, checkObject, checkPatience, checkRecord, checkTime, named } from './checks.js';
import type { components, operations } from './control.js';
import { Given } from './given.js';
import { ControlApi, MockwriteError } from './http.js';
import type { GivenRecord } from './values.js';

type Schemas = components['schemas'];
export type Delivery = Schemas['Delivery'];
export type Explanation = Schemas['Explanation'];
export type FaultRule = Schemas['FaultRule'];
export type NewProject = Schemas['NewProject'];
type Clock = Schemas['Clock'];
type ClockMoved = Schemas['ClockMoved'];
type WaitQuery = NonNullable<operations['wait']['parameters']['query']>;
/** What is asked of a delivery: its fields, exactly, and `status`, `search`, `after`, `before`. */
export type Match = Omit<WaitQuery, 'timeout' | 'count' | 'cursor' | 'project'>;
export type WaitOptions = Pick<WaitQuery, 'count' | 'cursor'> & {
  /** Seconds to wait. */
  timeout?: number;
};

// The server's limit of a page.
const PAGE = 1000;

export class Outbox {
  constructor(private readonly api: ControlApi) {}

  /** The deliveries that match, oldest first; what failed is left out unless `status` names it. */
  async where(match: Match = {}): Promise<Delivery[]> {
    checkMatch('outbox.where', match);
    const found: Delivery[] = [];
    let cursor: number | null | undefined;
    do {
      const query = { ...match, limit: PAGE, order: 'oldest', ...(cursor == null ? {} : { cursor }) };
      const page: Schemas['DeliveryPage'] = await this.api.call('GET', '/outbox', { query });
      found.push(...(page.deliveries as Delivery[]));
      cursor = page.next;
    } while (cursor != null);
    return found;
  }

  /** The one delivery that matches now. Throws MockwriteError, with what comes closest, when it is not exactly one. */
  async one(match: Match = {}): Promise<Delivery> {
    checkMatch('outbox.one', match);
    const [delivery] = await this.expect(1, match);
    return delivery as Delivery;
  }

  /** Checks that exactly so many deliveries match now. Throws MockwriteError. */
  async expect(count: number, match: Match = {}): Promise<Delivery[]> {
    if (!Number.isInteger(count)) throw new MockwriteError(`outbox.expect(count, match) takes a number first, got ${named(count)}`);
    checkMatch('outbox.expect', match);
    const found = await this.api.call<Schemas['Found']>('GET', '/expect', { query: { ...match, count } });
    return found.deliveries;
  }

  /** Waits (5 seconds) until deliveries match; those that are there already count. Throws MockwriteError. */
  async wait(match: Match = {}, options: WaitOptions = {}): Promise<Delivery[]> {
    checkMatch('outbox.wait', match);
    checkPatience('outbox.wait', options);
    const found = await this.api.call<Schemas['Found']>('GET', '/wait', { query: { ...match, ...options } });
    return found.deliveries;
  }

  /** Deletes what matches, or everything, and returns how many that were. */
  async clear(match: Match = {}): Promise<number> {
    checkMatch('outbox.clear', match);
    return (await this.api.call<Schemas['Deleted']>('DELETE', '/outbox', { query: match })).deleted;
  }
}

export class ProjectClock {
  constructor(private readonly api: ControlApi) {}

  async now(): Promise<Date> {
    return new Date((await this.api.call<Clock>('GET', '/clock')).now);
  }

  /** Stops the clock, now or at a time. */
  async freeze(at?: Date | string): Promise<Delivery[]> {
    if (at !== undefined) checkTime('clock.freeze', at);
    return this.move('freeze', at === undefined ? {} : { at });
  }

  /** Moves to a time, also back, and returns what was delivered on the way. */
  async travel(to: Date | string): Promise<Delivery[]> {
    checkTime('clock.travel', to);
    return this.move('travel', { to });
  }

  /** Moves forward, and returns what was delivered on the way, in time order. */
  async advance(by: Schemas['Advance']): Promise<Delivery[]> {
    checkObject('clock.advance', by, 'clock.advance({ hours: 25 })');
    return this.move('advance', by);
  }

  resume(): Promise<Delivery[]> {
    return this.move('resume', {});
  }

  /** Delivers what is due by now. */
  runDue(): Promise<Delivery[]> {
    return this.move('run-due', {});
  }

  private async move(how: string, body: object): Promise<Delivery[]> {
    return (await this.api.call<ClockMoved>('POST', `/clock/${how}`, { body })).delivered;
  }
}

export class Faults {
  constructor(private readonly api: ControlApi) {}

  /** Orders a failure: `{ failure: 'bounced', to: 'ada@*' }`, `{ path: '/messaging/**', status: 503, times: 1 }`. */
  add(rule: Schemas['NewFaultRule']): Promise<FaultRule> {
    return this.api.call('POST', '/faults', { body: rule });
  }

  async list(): Promise<FaultRule[]> {
    return (await this.api.call<Schemas['FaultList']>('GET', '/faults')).faults;
  }

  /** The rules and canned answers that never struck: a test that has one does not test what it says. */
  async unused(): Promise<FaultRule[]> {
    const { answers } = await this.api.call<Schemas['AnswerList']>('GET', '/answers');
    return [...(await this.list()), ...answers].filter((rule) => rule.matched === 0);
  }

  async remove(rule: FaultRule | string): Promise<void> {
    checkRecord('faults.remove', 'a rule', rule);
    await this.api.call('DELETE', `/faults/${encodeURIComponent(typeof rule === 'string' ? rule : rule.id)}`);
  }

  async clear(): Promise<void> {
    await this.api.call('DELETE', '/faults');
  }
}

export class Project {
  readonly outbox: Outbox;
  readonly clock: ProjectClock;
  readonly faults: Faults;
  readonly given: Given;

  constructor(
    protected readonly api: ControlApi,
    /** The project's id, for an SDK's `setProject`. */
    readonly id: string,
    /** An API key with all scopes, for an SDK's `setKey`. */
    readonly key: string,
  ) {
    this.outbox = new Outbox(api);
    this.clock = new ProjectClock(api);
    this.faults = new Faults(api);
    this.given = new Given(api);
  }

  /** The address of the server, without a path. */
  get url(): string {
    return this.api.url;
  }

  /** The address for an SDK's `setEndpoint`. */
  get endpoint(): string {
    return `${this.api.url}/v1`;
  }

  /** Signs a user in and returns the secret for an SDK's `setSession`. */
  async sessionFor(user: GivenRecord | string): Promise<string> {
    checkRecord('sessionFor', 'a user', user);
    return (await this.given.session(user)).secret;
  }

  /** Says who got a message, who did not, and why; `text` is for people. */
  async explain(message: GivenRecord | Delivery | string, person?: string): Promise<Explanation> {
    checkRecord('explain', 'a message, a delivery', message);
    const id = typeof message === 'string' ? message : ((message as Delivery).messageId ?? message.id);
    return this.api.call('GET', `/explain/${encodeURIComponent(id)}`, { query: { person } });
  }

  /** Prepares the answer to a call that is not emulated, or is to be otherwise. */
  respond(method: Schemas['NewAnswer']['method'], path: string, answer: Omit<Schemas['NewAnswer'], 'method' | 'path'> = {}): Promise<FaultRule> {
    return this.api.call('POST', '/answers', { body: { ...answer, method, path } });
  }

  /** Sends what waits in delivery mode manual: one message, or all. */
  async deliver(messageId?: string): Promise<Delivery[]> {
    return (await this.api.call<Schemas['Delivered']>('POST', '/deliver', { body: messageId ? { messageId } : {} })).delivered;
  }

  /** Empties the project; its id and keys stay. */
  async reset(): Promise<void> {
    await this.api.call('POST', `/projects/${this.id}/reset`, { body: {} });
  }

  /** Deletes the project, and warns of rules and canned answers that were never used. `await using` does it at the end of a block. */
  async remove(): Promise<void> {
    const [late] = this.api.waiting;
    if (late) console.warn(`mockwrite: project ${this.id} is removed before it has answered ${late.called}; is an \`await\` missing in the test?`);
    for (const rule of await this.faults.unused()) {
      console.warn(`mockwrite: never used: ${rule.description}; does the test do what it says?`);
    }
    // Before the call: what else is on its way may have its answer first.
    this.api.ended = true;
    await this.api.call('DELETE', `/projects/${this.id}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remove();
  }
}
