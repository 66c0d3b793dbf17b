import { Client, Messaging } from 'node-appwrite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, MockwriteError, type Mockwrite, type Project } from '../src/index.js';

let mockwrite: Mockwrite;
let project: Project;

beforeEach(async () => {
  mockwrite = await connect();
  project = await mockwrite.project();
});
afterEach(() => project.remove());

function messaging(): Messaging {
  return new Messaging(new Client().setEndpoint(project.endpoint).setProject(project.id).setKey(project.key));
}

test('what the SDK sends is in the outbox of its project, and in no other', async () => {
  const ada = await project.given.user({ email: 'ada@example.com' });
  await messaging().createEmail({ messageId: 'welcome', subject: 'Welcome', content: 'Your code is 481926', users: [ada.id] });
  const mail = await project.outbox.one({ to: 'ada@example.com' });
  expect(mail).toMatchObject({ subject: 'Welcome', codes: ['481926'], userId: ada.id });
  await expect(project).toHaveSent({ to: 'ada@example.com', subject: 'Welcome' });
  await using other = await mockwrite.project();
  await expect(other).toHaveSentNothing();
});

test('a failed expectation names the closest delivery in the words of the server', async () => {
  const ada = await project.given.user({ email: 'ada@example.com' });
  await project.given.message('email', { users: [ada], subject: 'Welcome' });
  const missed = expect(project).toHaveSent({ to: 'ada@exmple.com' }, { timeout: 0 });
  await expect(missed).rejects.toThrow(/found 0 among 1 in project .* to is 'ada@example.com', not 'ada@exmple.com'/);
  await expect(expect(project).toHaveSentNothing()).rejects.toThrow(/Expected no matching delivery, found 1 .*\n.*ada@example.com/);
  await expect(expect(project).not.toHaveSent()).rejects.toThrow(/Expected no matching delivery, found 1/);
  await expect(project).not.toHaveSent({ to: 'bob@example.com' });
});

test('one of several is refused with all of them', async () => {
  await project.given.message();
  await project.given.message();
  const error = await project.outbox.one().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MockwriteError);
  expect((error as MockwriteError).problem).toMatchObject({ status: 409, found: 2 });
  expect(await project.outbox.where()).toHaveLength(2);
});

test('what was not waited for hears why its project is gone', async () => {
  const ended = await mockwrite.project();
  await ended.remove();
  await expect(expect(ended).toHaveSent()).rejects.toThrow(/was removed before this was asked of it; is an `await` missing/);
});

test('a project that no call has reached says so', async () => {
  await expect(project.outbox.one()).rejects.toThrow('No API call has reached this project (does the application use its id and key?).');
});

test('a wait ends with the delivery it waits for', async () => {
  const waiting = project.outbox.wait({ channel: 'sms' }, { timeout: 60 });
  await project.given.message('sms', { content: 'Hi' });
  expect((await waiting)[0]?.content).toBe('Hi');
});

test('the clock delivers what falls due on the way', async () => {
  await project.clock.freeze('2030-01-01T08:00:00Z');
  await project.given.message('email', { subject: 'Later', scheduledAt: '2030-01-02T08:00:00Z' });
  await expect(project).toHaveSentNothing();
  expect(await project.clock.advance({ hours: 25 })).toMatchObject([{ subject: 'Later' }]);
  expect(await project.clock.now()).toEqual(new Date('2030-01-02T09:00:00Z'));
});

test('an ordered failure is a failed delivery, and explained', async () => {
  await project.faults.add({ failure: 'bounced', to: 'ada@*' });
  const ada = await project.given.user({ email: 'ada@example.com' });
  const message = await project.given.message('email', { users: [ada] });
  await expect(project).toHaveFailed({ to: 'ada@example.com' });
  await expect(project).toHaveSentNothing();
  expect((await project.explain(message, 'ada@example.com')).text).toContain('ada@example.com');
  const [rule] = await project.faults.list();
  await project.faults.remove(rule!);
  expect(await project.faults.list()).toEqual([]);
});

test('a canned answer is used as often as it says, then the call is not emulated again', async () => {
  await project.respond('POST', '/functions/*/executions', { json: { status: 'completed' }, status: 201, times: 2 });
  const headers = { 'x-appwrite-project': project.id };
  const run = () => fetch(`${project.endpoint}/functions/f/executions`, { method: 'POST', headers });
  expect(await (await run()).json()).toEqual({ status: 'completed' });
  expect((await run()).status).toBe(201);
  const third = await run();
  expect([third.status, (await third.json()).message]).toEqual([404, expect.stringContaining('respond("POST"')]);
  expect(await project.faults.unused()).toEqual([]);
});

test('an answer that no call asked for is reported, and a rule that never struck', async () => {
  const other = await mockwrite.project();
  await other.respond('GET', '/avatars/initials', { text: 'AL' });
  await other.faults.add({ failure: 'bounced' });
  expect((await other.faults.unused()).map((rule) => rule.on)).toEqual(['delivery', 'call']);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await other.remove();
  const said = warn.mock.calls.map(([text]) => text as string);
  warn.mockRestore();
  expect(said).toEqual([
    expect.stringContaining('never used: '),
    expect.stringContaining('never used: answer 200 for each GET call to /avatars/initials'),
  ]);
});

test('a session signs its user in', async () => {
  const ada = await project.given.user({ name: 'Ada' });
  const headers = { 'x-appwrite-project': project.id, 'x-appwrite-session': await project.sessionFor(ada) };
  expect(await (await fetch(`${project.endpoint}/account`, { headers })).json()).toMatchObject({ name: 'Ada' });
});

test('a user among the subscribers of a topic stands for all targets', async () => {
  const ada = await project.given.user({ email: 'ada@example.com' });
  const topic = await project.given.topic({ id: 'news', subscribers: [ada] });
  await project.given.message('email', { topics: [topic] });
  expect(await project.outbox.one()).toMatchObject({ to: 'ada@example.com', topicId: 'news' });
});

test('a refused call says what the server says', async () => {
  await expect(project.given.user({ email: 'nobody' })).rejects.toThrow(/email is an e-mail address such as ada@example.com, got 'nobody'/);
  await expect(expect(project).toHaveSent({ channel: 'fax' as never })).rejects.toThrow(/fax/);
});
