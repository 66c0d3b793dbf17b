// Uploads 11 MiB in chunks and an image, and sends them as an attachment and as the image of a push.
// Usage: node attachments.mjs ENDPOINT PROJECT KEY USER. Prints the chunks and the hash of what was uploaded, as JSON.
import { createHash } from 'node:crypto';
import { Client, Messaging, Storage } from 'node-appwrite';
import { InputFile } from 'node-appwrite/file';

const [endpoint, project, key, user] = process.argv.slice(2);
const client = new Client().setEndpoint(endpoint).setProject(project).setKey(key);
const storage = new Storage(client);
const messaging = new Messaging(client);

const large = Buffer.alloc(11 * 1024 * 1024);
for (let at = 0; at < large.length; at += 4) large.writeUInt32BE(at, at);
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';

await storage.createBucket({ bucketId: 'files', name: 'Files' });
const upload = (fileId, content, name) =>
  storage.createFile({ bucketId: 'files', fileId, file: InputFile.fromBuffer(content, name), permissions: ['read("any")'] });
const file = await upload('large', large, 'large.bin');
await upload('logo', Buffer.from(pixel, 'base64'), 'logo.png');
await messaging.createEmail({
  messageId: 'mail', subject: 'Your bill', content: 'Attached.', users: [user], attachments: ['files:large'],
});
await messaging.createPush({ messageId: 'push', title: 'Hello', body: 'Text', users: [user], image: 'files:logo' });
console.log(JSON.stringify({ chunks: file.chunksUploaded, sha256: createHash('sha256').update(large).digest('hex') }));
