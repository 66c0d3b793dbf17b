/** Ready-made things for a test: each call without arguments makes a complete, enabled, deliverable one. */
import { checkObject, checkOptions, checkRecord, named } from './checks.js';
import type { components } from './control.js';
import { MockwriteError, type ControlApi } from './http.js';
import { decode, encode, toOptions, type GivenRecord } from './values.js';

type Delivery = components['schemas']['Delivery'];
export type Channel = Delivery['channel'];
export type ProviderKind = Delivery['provider'];

export interface User extends GivenRecord {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}
export interface Session extends GivenRecord {
  readonly userId: string;
  readonly secret: string;
}

export interface UserOptions {
  id?: string;
  email?: string;
  phone?: string;
  name?: string;
  password?: string;
  labels?: string[];
  verified?: boolean;
  /** A device token, to give the user a push target. */
  push?: string;
}
export interface TargetOptions {
  id?: string;
  type?: Channel;
  identifier?: string;
  provider?: GivenRecord | string;
  name?: string;
}
export interface TopicOptions {
  id?: string;
  name?: string;
  subscribe?: string[];
  /** A user stands for all of its targets; a text is the id of a target. */
  subscribers?: (GivenRecord | string)[];
}
export interface MessageOptions {
  id?: string;
  topics?: (GivenRecord | string)[];
  users?: (GivenRecord | string)[];
  targets?: (GivenRecord | string)[];
  draft?: boolean;
  scheduledAt?: Date | string;
  /** Further fields of the channel: subject, content, html, title, body … */
  [field: string]: unknown;
}
export interface TeamOptions {
  id?: string;
  name?: string;
  members?: (GivenRecord | string)[];
  roles?: string[];
}

export class Given {
  constructor(private readonly api: ControlApi) {}

  /** A user; without e-mail and phone it gets both. */
  async user(options: UserOptions = {}): Promise<User> {
    checkObject('given.user', options, "given.user({ email: 'ada@example.com' })");
    return this.make('user', [], options);
  }

  /** A session of a user (a new one by default); `secret` goes into an SDK's `setSession`. */
  async session(user?: GivenRecord | string): Promise<Session> {
    return this.make('session', recordOf('given.session', user), {});
  }

  /** A provider of a kind with working credentials; further values replace them. */
  async provider(kind?: ProviderKind, options: Record<string, unknown> = {}): Promise<GivenRecord> {
    checkObject('given.provider', options, "given.provider('twilio', { id: 'sms' })");
    return this.make('provider', kind === undefined ? [] : wordOf('given.provider', kind, 'twilio'), options);
  }

  async target(user?: GivenRecord | string, options: TargetOptions = {}): Promise<GivenRecord> {
    checkOptions('given.target', options, ['id', 'type', 'identifier', 'provider', 'name'], 'given.target(user, { id, type, identifier, provider, name })');
    return this.make('target', recordOf('given.target', user), options);
  }

  async topic(options: TopicOptions = {}): Promise<GivenRecord> {
    checkOptions('given.topic', options, ['id', 'name', 'subscribe', 'subscribers']);
    return this.make('topic', [], options);
  }

  async team(options: TeamOptions = {}): Promise<GivenRecord> {
    checkOptions('given.team', options, ['id', 'name', 'members', 'roles']);
    return this.make('team', [], options);
  }

  /** A message that is sent as the delivery mode says; without recipients it goes to a new user. */
  async message(channel: Channel = 'email', options: MessageOptions = {}): Promise<GivenRecord> {
    checkObject('given.message', options, "given.message('email', { subject: 'Hi' })");
    return this.make('message', wordOf('given.message', channel, 'email'), options);
  }

  /** A seed document (docs/seed.md), added to what the project holds. */
  async seed(document: Record<string, unknown>): Promise<void> {
    await this.api.call('POST', '/state', { body: document });
  }

  private async make<Made extends GivenRecord>(kind: string, args: unknown[], options: object): Promise<Made> {
    const body = { args: args.map(encode), values: toOptions(options) };
    const { value } = await this.api.call<{ value: unknown }>('POST', `/attached/given/${kind}`, { body });
    return decode(value) as Made;
  }
}

function recordOf(call: string, user: GivenRecord | string | undefined): [] | [GivenRecord | string] {
  if (user === undefined) return [];
  checkRecord(call, 'a user', user);
  return [user];
}

function wordOf(call: string, word: unknown, example: string): [string] {
  if (typeof word === 'string') return [word];
  throw new MockwriteError(`${call} takes a word first: ${call}('${example}', { … }); got ${named(word)}`);
}
