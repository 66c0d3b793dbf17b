// What an account sends, with the web SDK in Node: each flow from its call to what the mail or SMS carried.
// Usage: node account.mjs PACKAGE ENDPOINT PROJECT. Each person is a client with a session of its own.
import { TOTP } from './totp.mjs';

const [name, endpoint, project] = process.argv.slice(2);
const stores = new Map();
let current = 'nobody';
const kept = () => stores.get(current) ?? stores.set(current, new Map()).get(current);
globalThis.window = { localStorage: { getItem: (key) => kept().get(key) ?? null, setItem: (key, value) => kept().set(key, value) } };
globalThis.localStorage = window.localStorage;
globalThis.window.console = console;
globalThis.document = { cookie: '' };
const { Client, Account, Teams } = await import(name);
const control = endpoint.replace('/v1', '/_mockwrite');

/** Somebody's browser: `as` makes it the one whose storage the SDK sees. */
function browser(who) {
  const client = new Client().setEndpoint(endpoint).setProject(project);
  const account = new Account(client);
  const as = () => {
    current = who;
    const fallback = kept().get('cookieFallback');
    if (fallback) client.headers['X-Fallback-Cookies'] = fallback;
    return account;
  };
  return { as, teams: new Teams(client) };
}

/** Wait for what was sent last to somebody. */
async function sent(origin, to) {
  const answer = await fetch(`${control}/outbox?project=${project}&origin=${origin}&to=${encodeURIComponent(to)}&order=newest&limit=1`);
  const { deliveries } = await answer.json();
  return { ...deliveries[0], told: Object.fromEntries(new URL(deliveries[0].links?.[0] ?? 'http://none/').searchParams) };
}

const done = {};
const ada = browser('ada');
const url = 'http://localhost/back';

await ada.as().create('ada', 'ada@example.com', 'correct horse', 'Ada');
await ada.as().createEmailPasswordSession('ada@example.com', 'correct horse');
const verify = ada.as().createEmailVerification ?? ada.as().createVerification;
await verify.call(ada.as(), url);
let mail = await sent('verification', 'ada@example.com');
const confirm = ada.as().updateEmailVerification ?? ada.as().updateVerification;
await confirm.call(ada.as(), mail.told.userId, mail.told.secret);
done.verification = (await ada.as().get()).emailVerification;

const guest = browser('guest');
await guest.as().createRecovery('ada@example.com', url);
mail = await sent('recovery', 'ada@example.com');
await guest.as().updateRecovery(mail.told.userId, mail.told.secret, 'another horse');
await guest.as().createEmailPasswordSession('ada@example.com', 'another horse');
done.recovery = (await guest.as().get()).$id === 'ada';

const bob = browser('bob');
await bob.as().createMagicURLToken('bob', 'bob@example.com', url);
mail = await sent('magic-url', 'bob@example.com');
await bob.as().createSession(mail.told.userId, mail.told.secret);
done.magicUrl = (await bob.as().get()).$id === 'bob';

const eve = browser('eve');
await eve.as().createEmailToken('eve', 'eve@example.com');
await eve.as().createSession('eve', (await sent('email-token', 'eve@example.com')).secret);
done.emailToken = (await eve.as().get()).emailVerification;

const fay = browser('fay');
await fay.as().createPhoneToken('fay', '+12025550101');
await fay.as().createSession('fay', (await sent('phone-token', '+12025550101')).secret);
done.phoneToken = (await fay.as().get()).phoneVerification;

// Second factors: first by e-mail, then by an app.
const create = (account) => (account.createMfaChallenge ?? account.createMFAChallenge ?? account.createChallenge).bind(account);
const update = (account) => (account.updateMfaChallenge ?? account.updateMFAChallenge ?? account.updateChallenge).bind(account);
await guest.as().updateMFA(true);
const again = browser('again');
await again.as().createEmailPasswordSession('ada@example.com', 'another horse');
done.refused = await again.as().get().catch((error) => error.type);
let challenge = await create(again.as())('email');
await update(again.as())(challenge.$id, (await sent('mfa', 'ada@example.com')).secret);
done.mfaByMail = (await again.as().get()).$id === 'ada';
const make = again.as().createMfaAuthenticator ?? again.as().createMFAAuthenticator;
const app = await make.call(again.as(), 'totp');
const prove = again.as().updateMfaAuthenticator ?? again.as().updateMFAAuthenticator;
await prove.call(again.as(), 'totp', TOTP(app.secret));
challenge = await create(again.as())('totp');
await update(again.as())(challenge.$id, TOTP(app.secret));
done.totp = (await again.as().getSession('current')).factors.includes('totp');

again.as();
await again.teams.create('crew', 'Crew');
await again.teams.createMembership('crew', ['deck'], 'gus@example.com', undefined, undefined, url);
mail = await sent('invitation', 'gus@example.com');
const gus = browser('gus');
gus.as();
await gus.teams.updateMembershipStatus('crew', mail.told.membershipId, mail.told.userId, mail.told.secret);
done.invitation = (await gus.as().get()).email === 'gus@example.com';

console.log(JSON.stringify(done));
process.exit(0);
