import { expect, test } from 'vitest';
import { connect, MockwriteError } from '../src/index.js';
import { mockwriteTasks } from '../src/cypress.js';

// What Cypress does with tasks: it calls them in Node with one value that has been JSON, and what they return becomes JSON.
async function cypress() {
  const tasks = await mockwriteTasks() as Record<string, (value: unknown) => Promise<unknown>>;
  return async (name: string, value: unknown) => {
    const returned = await tasks[`mockwrite:${name}`]!(JSON.parse(JSON.stringify(value)));
    // An undefined one fails a test of Cypress.
    expect(returned).toBeDefined();
    return JSON.parse(JSON.stringify(returned));
  };
}

test('the tasks make a project, prepare it, wait, count and move the clock', async () => {
  const task = await cypress();
  const { project, key, endpoint } = await task('project', null);
  expect(endpoint).toMatch(/\/v1$/);
  const user = await task('user', { project, email: 'ada@example.com', name: 'Ada' });
  const secret = await task('session', { project, user: user.id });
  const session = { 'x-appwrite-project': project, 'x-appwrite-session': secret };
  expect(await (await fetch(`${endpoint}/account`, { headers: session })).json()).toMatchObject({ name: 'Ada' });
  const headers = { 'x-appwrite-project': project, 'x-appwrite-key': key, 'content-type': 'application/json' };
  const scheduledAt = new Date(Date.now() + 3600_000).toISOString();
  const body = JSON.stringify({ messageId: 'later', subject: 'Later', content: 'Code 481926', users: [user.id], scheduledAt });
  await fetch(`${endpoint}/messaging/messages/email`, { method: 'POST', headers, body });
  expect(await task('expect', { project, count: 0 })).toEqual([]);
  expect(await task('advance', { project, hours: 2 })).toMatchObject([{ subject: 'Later' }]);
  expect(await task('wait', { project, match: { to: 'ada@example.com' } })).toMatchObject([{ codes: ['481926'] }]);
  expect(await task('expect', { project, match: { channel: 'email' }, count: 1 })).toHaveLength(1);
  await (await connect({ project })).remove();
});

test('a task fails with the words of the server', async () => {
  const task = await cypress();
  const { project } = await task('project', { id: 'of-cypress' });
  const missed = task('wait', { project, match: { to: 'ada@exmple.com' }, options: { timeout: 0 } });
  await expect(missed).rejects.toThrow(MockwriteError);
  await expect(missed).rejects.toThrow(/Waited 0 s for 1 matching delivery, found 0/);
  await (await connect({ project })).remove();
});
