// A clinic's reminders as a Node program: everybody whose appointment is within a day gets an SMS, once.
// Nothing in it knows of mockwrite.
import { Client, ID, Messaging, Query, TablesDB } from 'node-appwrite';

export function connect(): Client {
  return new Client()
    .setEndpoint(process.env.APPWRITE_ENDPOINT!)
    .setProject(process.env.APPWRITE_PROJECT_ID!)
    .setKey(process.env.APPWRITE_API_KEY!);
}

export async function remind(client: Client, now: Date): Promise<number> {
  const rows = new TablesDB(client);
  const messaging = new Messaging(client);
  const until = new Date(now.getTime() + 24 * 3600_000);
  const due = await rows.listRows({
    databaseId: 'main',
    tableId: 'appointments',
    queries: [
      Query.equal('reminded', false),
      Query.between('at', now.toISOString(), until.toISOString()),
      Query.orderAsc('at'),
    ],
  });
  for (const row of due.rows) {
    await messaging.createSMS({
      messageId: ID.unique(),
      content: `Tomorrow at ${row.at.slice(11, 16)}`,
      users: [row.patient],
    });
    await rows.updateRow({ databaseId: 'main', tableId: 'appointments', rowId: row.$id, data: { reminded: true } });
  }
  return due.rows.length;
}
