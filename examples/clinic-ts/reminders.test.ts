// Run by `mockwrite exec --config ../clinic/appwrite.config.json -- npx vitest run`.
import { ID, TablesDB, Users } from 'node-appwrite';
import { beforeEach, expect, test } from 'vitest';
import { connect, remind } from './reminders';

const control = `${process.env.MOCKWRITE_URL}/_mockwrite`;
const client = connect();
const now = new Date('2030-01-30T12:00:00Z');

async function ask(method: string, path: string, body?: object): Promise<any> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${control}${path}`, { method, headers, body: body && JSON.stringify(body) });
  return answer.status === 204 ? undefined : answer.json();
}

async function appointment(patient: string, hours: number): Promise<void> {
  const at = new Date(now.getTime() + hours * 3600_000).toISOString();
  await new TablesDB(client).createRow({
    databaseId: 'main',
    tableId: 'appointments',
    rowId: ID.unique(),
    data: { patient, at },
  });
}

// An empty project for each test; the tables of the config and a provider for each channel are there again.
beforeEach(async () => {
  await ask('POST', `/projects/${process.env.APPWRITE_PROJECT_ID}/reset`);
  await new Users(client).create({ userId: 'ada', phone: '+12025550101' });
});

test('a reminder goes out the day before, and only once', async () => {
  for (const hours of [2, 23, 25]) await appointment('ada', hours);
  expect(await remind(client, now)).toBe(2);
  expect(await remind(client, now)).toBe(0);
  const { deliveries } = await ask('GET', '/outbox?channel=sms');
  expect(deliveries.map((sms: any) => sms.content).sort()).toEqual(['Tomorrow at 11:00', 'Tomorrow at 14:00']);
});

test('a provider that is down is no reason to remind twice', async () => {
  await ask('POST', '/faults', { channel: 'sms', failure: 'provider_down' });
  await appointment('ada', 2);
  await remind(client, now);
  await remind(client, now);
  const { deliveries } = await ask('GET', '/outbox?status=failed');
  expect(deliveries).toHaveLength(1);
});
