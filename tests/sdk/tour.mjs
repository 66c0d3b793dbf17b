// Calls every method of the Messaging service of one of the JavaScript server SDKs, whatever its version.
// Usage: node tour.mjs PACKAGE ENDPOINT PROJECT KEY. Prints what was called and what nobody called, as JSON.
const [name, endpoint, project, key] = process.argv.slice(2);
const sdk = await import(name);
const { Client, Messaging, Users } = sdk.default?.Client ? sdk.default : sdk;

const client = new Client().setEndpoint(endpoint).setProject(project).setKey(key);
const users = new Users(client);
const messaging = new Messaging(client);

// Newer versions take one object, older ones take positions in the order of their parameters.
async function call(service, method, values) {
  const source = service[method].toString();
  if (source.includes('paramsOrFirst')) return service[method](values);
  const names = source.slice(source.indexOf('(') + 1, source.indexOf(')')).split(',').map((part) => part.trim().split(/[ =]/)[0]);
  return service[method](...names.map((parameter) => values[parameter]));
}

await call(users, 'create', { userId: 'u1', email: 'u1@example.com', phone: '+12025550101' });
for (const [number, targetId] of ['te', 'te2', 'te3'].entries()) {
  await call(users, 'createTarget', { userId: 'u1', targetId, providerType: 'email', identifier: `more${number}@example.com` });
}
await call(users, 'createTarget', { userId: 'u1', targetId: 'tp', providerType: 'push', identifier: 'token' });

const sender = { fromName: 'F', fromEmail: 'f@example.com', replyToName: 'R', replyToEmail: 'r@example.com' };
const kinds = {
  Mailgun: { apiKey: 'k', domain: 'd', isEuRegion: true, ...sender },
  Sendgrid: { apiKey: 'k', ...sender },
  Resend: { apiKey: 'k', ...sender },
  Ses: { accessKey: 'a', secretKey: 's', region: 'r', ...sender },
  SMTP: { host: 'h', port: 25, username: 'u', password: 'p', encryption: 'tls', autoTLS: false, mailer: 'm', ...sender },
  Msg91: { from: '+12025550100', templateId: 't', senderId: 's', authKey: 'k' },
  Telesign: { from: '+12025550100', customerId: 'c', apiKey: 'k' },
  Textmagic: { from: '+12025550100', username: 'u', apiKey: 'k' },
  Twilio: { from: '+12025550100', accountSid: 'a', authToken: 't' },
  Vonage: { from: '+12025550100', apiKey: 'k', apiSecret: 's' },
  FCM: { serviceAccountJSON: { project_id: 'p' } },
  APNS: { authKey: 'a', authKeyId: 'i', teamId: 't', bundleId: 'b', sandbox: true },
};
const lists = { topics: ['top'], users: ['u1'] };
const email = { ...lists, targets: ['te'], cc: ['te2'], bcc: ['te3'], draft: true, html: true };
const push = {
  ...lists, title: 'T', body: 'B', targets: ['tp'], data: { a: 'b' }, action: 'a', icon: 'i', sound: 's', color: '#fff', tag: 't',
  badge: 3, draft: true, contentAvailable: true, critical: true, priority: 'normal',
};
const future = '2099-01-01T00:00:00.000+00:00';
// Ids that differ only in letter case are the same to the server.
const idOf = (kind, spelling) => `${kind}-${spelling === spelling.toUpperCase() ? 'capitals' : spelling}`;
const steps = [
  ...Object.entries(kinds).flatMap(([kind, values]) => {
    const providerId = kind.toLowerCase();
    // SMTP, FCM, APNS and SMS were once written Smtp, Fcm, Apns and Sms; both spellings call the same route.
    const spellings = [...new Set([kind, kind[0] + kind.slice(1).toLowerCase()])];
    return spellings.flatMap((spelling) => [
      [`create${spelling}Provider`, { providerId: idOf(providerId, spelling), name: kind, ...values, enabled: true }],
      [`update${spelling}Provider`, { providerId: idOf(providerId, spelling), name: `${kind} 2`, ...values, enabled: true }],
    ]);
  }),
  ['listProviders', { queries: ['{"method":"limit","values":[3]}'], search: 'twilio', total: true }],
  ['getProvider', { providerId: 'twilio-Twilio' }],
  ['listProviderLogs', { providerId: 'twilio-Twilio' }],
  ['createTopic', { topicId: 'top', name: 'T', subscribe: ['any'] }],
  ['updateTopic', { topicId: 'top', name: 'T2', subscribe: ['users'] }],
  ['listTopics', {}],
  ['getTopic', { topicId: 'top' }],
  ['listTopicLogs', { topicId: 'top' }],
  ['createSubscriber', { topicId: 'top', subscriberId: 's1', targetId: 'te' }],
  ['listSubscribers', { topicId: 'top' }],
  ['getSubscriber', { topicId: 'top', subscriberId: 's1' }],
  ['listSubscriberLogs', { subscriberId: 's1' }],
  ['createEmail', { messageId: 'e', subject: 'S', content: 'C', ...email }],
  ['updateEmail', { messageId: 'e', subject: 'S2', content: 'C2', ...email, scheduledAt: future }],
  ['createSMS', { messageId: 'm1', content: 'C', users: ['u1'], draft: true }],
  ['updateSMS', { messageId: 'm1', content: 'C2', users: ['u1'], scheduledAt: future }],
  ['createSms', { messageId: 'm2', content: 'C', users: ['u1'], draft: true }],
  ['updateSms', { messageId: 'm2', content: 'C2', users: ['u1'], scheduledAt: future }],
  ['createPush', { messageId: 'p', ...push }],
  ['updatePush', { messageId: 'p', ...push }],
  ['listMessages', { queries: ['{"method":"equal","attribute":"status","values":["draft"]}'] }],
  ['getMessage', { messageId: 'e' }],
  ['listTargets', { messageId: 'e' }],
  ['listMessageLogs', { messageId: 'e' }],
  ['delete', { messageId: 'e' }],
  ['deleteSubscriber', { topicId: 'top', subscriberId: 's1' }],
  ['deleteTopic', { topicId: 'top' }],
  ['deleteProvider', { providerId: 'twilio-Twilio' }],
];
const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(messaging)).filter((method) => method !== 'constructor');
const called = [];
for (const [method, values] of steps) {
  if (!methods.includes(method)) continue;
  const old = name.endsWith('-12') && method === 'createPush';
  await call(messaging, method, old ? { ...values, badge: '3' } : values);
  called.push(method);
}
console.log(JSON.stringify({ called, never: methods.filter((method) => !called.includes(method)) }));
process.exit(0);
