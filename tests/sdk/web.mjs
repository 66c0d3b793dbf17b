// A signed-in user with the web SDK in Node: sign up, session, JWT, push target, subscribe, unsubscribe.
// Usage: node web.mjs PACKAGE ENDPOINT PROJECT. The session goes on by the fallback cookies that the SDK keeps.
const [name, endpoint, project] = process.argv.slice(2);
const kept = new Map();
globalThis.window = { localStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) } };
globalThis.localStorage = window.localStorage;
globalThis.window.console = console;
globalThis.document = { cookie: '' };
const { Client, Account, Messaging } = await import(name);
const client = new Client().setEndpoint(endpoint).setProject(project);
const account = new Account(client);
const messaging = new Messaging(client);

await account.create('ada', 'ada@example.com', 'correct horse', 'Ada');
const session = await account.createEmailPasswordSession('ada@example.com', 'correct horse');
if (!client.config.session && kept.get('cookieFallback')) client.headers['X-Fallback-Cookies'] = kept.get('cookieFallback');
const me = await account.get();
const target = await account.createPushTarget('phone', 'device-token');
await messaging.createSubscriber('news', 'mine', target.$id);
const jwt = await account.createJWT();
console.log(JSON.stringify({ user: me.$id, session: session.$id, target: target.$id, jwt: jwt.jwt.split('.').length }));
process.exit(0);
