// The recipe of docs/other-languages.md: a Vitest suite, run by `mockwrite exec -- npx vitest run`.
import { Client, Messaging, Users } from 'node-appwrite';
import { beforeAll, expect, test } from 'vitest';

const control = `${process.env.MOCKWRITE_URL}/_mockwrite`;
const client = new Client()
  .setEndpoint(process.env.APPWRITE_ENDPOINT)
  .setProject(process.env.APPWRITE_PROJECT_ID)
  .setKey(process.env.APPWRITE_API_KEY);
const messaging = new Messaging(client);

async function ask(path, options = {}) {
  const answer = await fetch(`${control}${path}`, { headers: { 'content-type': 'application/json' }, ...options });
  return answer.json();
}

beforeAll(async () => {
  await new Users(client).create({ userId: 'ada', email: 'ada@example.com' });
});

test('a mail is sent at once', async () => {
  await messaging.createEmail({ messageId: 'welcome', subject: 'Welcome', content: 'Hello', users: ['ada'] });
  const { deliveries } = await ask('/wait?to=ada@example.com&timeout=60');
  expect(deliveries[0].subject).toBe('Welcome');
});

test('a project of its own appears on first use, with providers', async () => {
  const own = new Client().setEndpoint(process.env.APPWRITE_ENDPOINT).setProject('my-app').setKey('any');
  await new Users(own).create({ userId: 'bob', email: 'bob@example.com' });
  await new Messaging(own).createEmail({ messageId: 'm', subject: 'Mine', content: 'Hello', users: ['bob'] });
  const { deliveries } = await ask('/wait?project=my-app&to=bob@example.com&timeout=60');
  expect(deliveries[0].providerId).toBe('mockwrite-smtp');
});

test('scheduled mails go out when the clock moves, in order', async () => {
  for (const hours of [20, 1, 10]) {
    const scheduledAt = new Date(Date.now() + hours * 3600_000).toISOString();
    await messaging.createEmail({ messageId: `in-${hours}`, subject: `In ${hours}`, content: 'Hello', users: ['ada'], scheduledAt });
  }
  const moved = await ask('/clock/advance', { method: 'POST', body: JSON.stringify({ hours: 25 }) });
  expect(moved.delivered.map((delivery) => delivery.messageId)).toEqual(['in-1', 'in-10', 'in-20']);
  expect((await messaging.getMessage({ messageId: 'in-20' })).status).toBe('sent');
});
