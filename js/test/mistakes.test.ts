import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { connect, MockwriteError, startMockwrite, type Mockwrite, type Project } from '../src/index.js';
import { mockwriteTasks } from '../src/cypress.js';

let mockwrite: Mockwrite;
let project: Project;

beforeEach(async () => {
  mockwrite = await connect();
  project = await mockwrite.project();
});
afterEach(() => project.remove());

// What somebody writes whom no compiler helps.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Call = () => any;
const wrong = (value: unknown) => value as never;
// What a call gives without its `await`.
const FORGOTTEN = Promise.resolve();

const MISTAKES: [string, Call, RegExp][] = [
  ['an address without http', () => connect({ url: 'localhost:6245' }), /^connect: url is an address such as http:\/\/127.0.0.1:6245, got "localhost:6245"; write http:\/\/localhost:6245$/],
  ['an address that is a number', () => connect({ url: wrong(6245) }), /^connect: url is an address such as .*, got 6245/],
  ['a project in place of its id', () => connect({ project: wrong({ id: 'shop' }) }), /^connect: project is the id of a project, got {"id":"shop"}/],
  ['options that are a text', () => mockwrite.project(wrong('shop')), /^project takes its options by name: project\({ id: 'shop' }\); got "shop"/],
  ['an option that no project has', () => mockwrite.project(wrong({ provider: false })), /did you mean providers/],
  ['flags that are one text', () => startMockwrite({ flags: wrong('--exact') }), /flags is a list with a text for each word.*got "--exact"/],
  ['two words as one flag', () => startMockwrite({ flags: ['--seed seed.json'] }), /flags is a list with a text for each word.*got \["--seed seed.json"\]/],
  ['a time-out that is a text', () => startMockwrite({ timeout: wrong('soon') }), /^startMockwrite: timeout is a number of seconds, got "soon"/],
  ['patience that is a number', () => project.outbox.wait({}, wrong(30)), /^outbox.wait takes its options by name: \(match, { timeout, count, cursor }\); got 30/],
  ['patience that is no number', () => project.outbox.wait({}, { timeout: NaN }), /^outbox.wait: timeout is a number of seconds, got NaN/],
  ['patience in the match', () => project.outbox.one(wrong({ timeout: 30 })), /^outbox.one: timeout is no field of a delivery; .* \(match, { timeout }\)/],
  ['patience that is misspelt', () => expect(project).toHaveSent({}, wrong({ timout: 1 })), /^toHaveSent has no option 'timout'/],
  ['a match that is a text', () => project.outbox.where(wrong('ada@example.com')), /^outbox.where takes its options by name: .*; got "ada@example.com"/],
  ['a match for what is not there', () => project.outbox.clear({ to: wrong(undefined) }), /^outbox.clear: to is undefined, which says nothing about a delivery; is the name .* misspelt\?/],
  ['a match with a pattern', () => project.outbox.one({ to: wrong(/ada/) }), /^outbox.one: to is \/ada\/; a field is compared with one text/],
  ['a field that no delivery has', () => project.outbox.one(wrong({ too: 'ada' })), /^too is not known here; did you mean to\?/],
  ['a count that is a match', () => project.outbox.expect(wrong({ to: 'ada' })), /^outbox.expect\(count, match\) takes a number first, got {"to":"ada"}/],
  ['a user that is an address', () => project.given.user(wrong('ada@example.com')), /^given.user takes its options by name: .*; got "ada@example.com"/],
  ['a topic that is a name', () => project.given.topic(wrong('news')), /^given.topic takes its options by name: given.topic\({ id, name, subscribe, subscribers }\); got "news"/],
  ['a message without its channel', () => project.given.message(wrong({ subject: 'Hi' })), /^given.message takes a word first: given.message\('email', .*got {"subject":"Hi"}/],
  ['recipients that were not waited for', () => project.given.message('email', { users: [wrong(FORGOTTEN)] }), /^a record or a value is wanted, and there is a Promise; is an `await` missing\?/],
  ['a recipient that is not there', () => project.given.message('email', { users: [wrong(undefined)] }), /^item 0 of a list is undefined/],
  ['a session of nobody', () => project.sessionFor(wrong(undefined)), /^sessionFor takes a user or the id of one, got undefined/],
  ['a session of what was not waited for', () => project.sessionFor(wrong(FORGOTTEN)), /^sessionFor takes a user .*, got a Promise; is an `await` missing\?/],
  ['a message of the SDK', () => project.explain(wrong({ $id: 'm' })), /^explain takes a message, .*; of what an SDK returns it is `.\$id`/],
  ['a move without a distance', () => project.clock.advance(wrong(undefined)), /^clock.advance takes its options by name: clock.advance\({ hours: 25 }\); got undefined/],
  ['a time that is none', () => project.clock.travel(new Date('noon')), /^clock.travel takes a Date or a text .*, got an invalid Date/],
  ['a rule that is not there', () => project.faults.remove(wrong(undefined)), /^faults.remove takes a rule or the id of one, got undefined/],
  ['a project that was not waited for', () => expect(FORGOTTEN).toHaveSent(), /^expect\(project\).toHaveSent takes what .* returned, got a Promise; is an `await` missing\?/],
  ['an outbox in place of its project', () => expect(project.outbox).toHaveSentNothing(), /^expect\(project\).toHaveSentNothing takes what mockwrite.project\(\) or connect\(\) returned/],
  ['a task without its project', async () => (await mockwriteTasks())['mockwrite:wait'](wrong({ match: {} })), /takes the `project` that the task mockwrite:project returned/],
  ['a task with its match in the wrong place', async () => (await mockwriteTasks())['mockwrite:wait'](wrong({ project: 'p', to: 'ada' })), /has no option 'to'; what it takes is cy.task\('mockwrite:wait', { project, match, options }\)/],
];

test.each(MISTAKES)('%s is refused with what to write', async (_, call, text) => {
  const error = await Promise.resolve().then(call).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MockwriteError);
  expect((error as Error).message).toMatch(text);
});

test.each(['{"status": "fine"}', '<html>', ''])('a server that says %j is no mockwrite', async (said) => {
  const other = createServer((_, answer) => { answer.end(said); });
  await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { other.close(); });
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await expect(connect({ url })).rejects.toThrow(/was answered with 200; is that a mockwrite server\? It said: /);
});

test('a project that is removed before a call has its answer asks for the await', async () => {
  const other = await mockwrite.project();
  const forgotten = other.outbox.wait({}, { timeout: 60 }).catch((thrown: unknown) => thrown);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await other.remove();
  const said = warn.mock.calls.map(([text]) => text as string);
  warn.mockRestore();
  expect(said).toEqual([expect.stringMatching(/is removed before it has answered GET .*\/_mockwrite\/wait; is an `await` missing/)]);
  expect(String(await forgotten)).toMatch(/was removed before this was asked of it; is an `await` missing/);
});
