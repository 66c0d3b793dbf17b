/** A server that is there (`connect`), and one that is started for the tests (`startMockwrite`). */
import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { components } from './control.js';
import { checkObject, checkOptions, checkSeconds, named } from './checks.js';
import { ControlApi, Host, MockwriteError, stranger } from './http.js';
import { Project, type NewProject } from './project.js';

type Shown = components['schemas']['Project'];

const DEFAULT_URL = 'http://127.0.0.1:6245';

/** A server, and one of its projects: the one that `connect` names, else the server's default. */
export class Mockwrite extends Project {
  /** Makes a new, empty project with a provider for each channel: one for each test. */
  async project(options: NewProject = {}): Promise<Project> {
    checkObject('project', options, "project({ id: 'shop' })");
    const made = await new ControlApi(this.api.host).call<Shown>('POST', '/projects', { body: { providers: true, ...options } });
    return new Project(new ControlApi(this.api.host, made.id), made.id, made.key ?? '');
  }
}

/** A server that this process started. It ends with this process, however that ends. */
export class StartedMockwrite extends Mockwrite {
  constructor(
    api: ControlApi,
    shown: { id: string; key: string },
    private readonly process: ChildProcess,
    private readonly isStopped: { now: boolean },
  ) {
    super(api, shown.id, shown.key);
  }

  /** Stops the server; a second call does nothing. */
  stop(): Promise<void> {
    this.isStopped.now = true;
    return stopped(this.process);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

export interface ConnectOptions {
  /** Where the server is: MOCKWRITE_URL, else http://127.0.0.1:6245. */
  url?: string;
  /** A project of the server; its default project when left out. */
  project?: string;
}

/** Connects to a running server. Throws MockwriteError when none answers, or it has no such project. */
export async function connect(options: ConnectOptions = {}): Promise<Mockwrite> {
  checkOptions('connect', options, ['url', 'project']);
  const host = new Host(addressOf(options));
  const id = options.project ?? (await currentProject(host));
  if (typeof id !== 'string' || id === '') throw new MockwriteError(`connect: project is the id of a project, got ${named(id)}`);
  const shown = await new ControlApi(host).call<Shown>('GET', `/projects/${encodeURIComponent(id)}`);
  return new Mockwrite(new ControlApi(host, id), id, shown.key ?? '');
}

function addressOf({ url }: ConnectOptions): string {
  const [source, address] = url === undefined ? ['MOCKWRITE_URL', process.env['MOCKWRITE_URL'] || DEFAULT_URL] : ['connect: url', String(url)];
  if (/^https?:/.test(address) && URL.canParse(address)) return address.replace(/\/(v1|_mockwrite)?\/*$/, '');
  const advice = URL.canParse(`http://${address}`) ? `; write http://${address}` : '';
  throw new MockwriteError(`${source} is an address such as ${DEFAULT_URL}, got ${named(url ?? address)}${advice}`);
}

async function currentProject(host: Host): Promise<string> {
  const list = await new ControlApi(host).call<Partial<components['schemas']['ProjectList']> | undefined>('GET', '/projects');
  if (typeof list?.current === 'string') return list.current;
  throw stranger(`GET ${host.url}/_mockwrite/projects`, 200, JSON.stringify(list) ?? 'nothing');
}

export interface StartOptions {
  /** Further flags of `mockwrite serve`: `['--exact', '--seed', 'seed.json']`. */
  flags?: string[];
  /** Seconds until it has to be there; uvx may have to download first. */
  timeout?: number;
}

// `mockwrite exec` ends with its command, and this command ends with the pipe from here: a test process that is killed frees the
// server too, which no handler of this process could do.
const WATCHER = `
const { MOCKWRITE_URL: url, APPWRITE_PROJECT_ID: id, APPWRITE_API_KEY: key } = process.env;
process.stdout.write(JSON.stringify({ url, id, key }) + "\\n");
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => process.exit(0));
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
`;

/** Starts a server on a free port: `mockwrite` of the PATH, else by `uvx`. Throws MockwriteError when neither is there. */
export async function startMockwrite(options: StartOptions = {}): Promise<StartedMockwrite> {
  checkOptions('startMockwrite', options, ['flags', 'timeout']);
  const { flags = [], timeout = 60 } = options;
  checkFlags(flags);
  checkSeconds('startMockwrite', timeout);
  const [program, ...words] = await command();
  const child = spawn(program, [...words, 'exec', '--quiet', ...flags, '--', process.execPath, '-e', WATCHER], { stdio: 'pipe' });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint = (complaint + text).slice(-4000); });
  child.stdin.on('error', () => undefined);
  const shown = await new Promise<{ url: string; id: string; key: string }>((resolve, reject) => {
    const fail = (what: string) => reject(new MockwriteError(`mockwrite could not be started: ${what}\n${complaint}`.trim()));
    const timer = setTimeout(() => {
      fail(`it was not there after ${timeout} s; give it longer with startMockwrite({ timeout })`);
      void stopped(child);
    }, timeout * 1000);
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => { clearTimeout(timer); fail(`${program} ended with ${code}`); });
    let line = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      line += text;
      if (!line.endsWith('\n')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line.trim().split('\n').at(-1) ?? ''));
    });
  });
  // Nothing of the server keeps this process alive.
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as unknown as { unref?: () => void }).unref?.();
  const isStopped = { now: false };
  const host = new Host(shown.url, async () => {
    if (isStopped.now) return 'it was stopped before this was asked of it; is an `await` missing before an assertion or a call of the test?';
    if (!(await hasEnded(child))) return undefined;
    return `it ended with ${child.exitCode ?? child.signalCode}, and nothing here stopped it\n${complaint}`.trim();
  });
  return new StartedMockwrite(new ControlApi(host, shown.id), shown, child, isStopped);
}

function checkFlags(flags: unknown): void {
  const isList = Array.isArray(flags) && flags.every((flag) => typeof flag === 'string' && !/^--[\w-]+\s/.test(flag));
  if (!isList) throw new MockwriteError(`startMockwrite: flags is a list with a text for each word, such as ['--seed', 'seed.json']; got ${named(flags)}`);
}

/** Whether the server's process has ended: its connections are closed first, and on a busy machine long before its end is known. */
async function hasEnded(child: ChildProcess): Promise<boolean> {
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  if (!ended()) {
    await new Promise<void>((resolve) => {
      const done = () => { clearTimeout(timer); child.off('exit', done); resolve(); };
      const timer = setTimeout(done, 60_000);
      child.once('exit', done);
    });
  }
  return ended();
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => { clearTimeout(timer); resolve(); });
    child.stdin?.end();
  });
}

async function command(): Promise<[string, ...string[]]> {
  if (await onPath('mockwrite')) return ['mockwrite'];
  if (await onPath('uvx')) return ['uvx', 'mockwrite'];
  throw new MockwriteError(
    'there is neither `mockwrite` nor `uvx` on the PATH; install one of them (`pipx install mockwrite`, or uv), ' +
      'or start a server elsewhere and name it: connect({ url }) or MOCKWRITE_URL',
  );
}

async function onPath(program: string): Promise<boolean> {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      if (folder && (await access(join(folder, name), constants.X_OK).then(() => true, () => false))) return true;
    }
  }
  return false;
}
