import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect, startMockwrite } from '../src/index.js';

const isThere = (url: string) => fetch(`${url}/_mockwrite/health/ready`).then((answer) => answer.ok, () => false);

test('a started server is a connection, and is gone after its block', async () => {
  let url: string;
  {
    await using server = await startMockwrite({ flags: ['--project', 'shop'] });
    url = server.url;
    expect(server.id).toBe('shop');
    expect(await isThere(url)).toBe(true);
  }
  expect(await isThere(url)).toBe(false);
});

test('a server ends with the process that started it, even when that is killed', async () => {
  const script = "import('./dist/index.js').then(async (m) => { const s = await m.startMockwrite(); console.log(s.url); setInterval(() => {}, 1000); });";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = String((await once(child.stdout, 'data'))[0]).trim();
  expect(await isThere(url)).toBe(true);
  child.kill('SIGKILL');
  await vi.waitUntil(async () => !(await isThere(url)), { timeout: 60_000 });
});

test('a process that started a server ends by itself', async () => {
  const script = "import('./dist/index.js').then((m) => m.startMockwrite()).then((s) => console.log(s.url));";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test('who has neither mockwrite nor uvx hears what to install', async () => {
  vi.stubEnv('PATH', await mkdtemp(join(tmpdir(), 'mockwrite-')));
  onTestFinished(() => { vi.unstubAllEnvs(); });
  await expect(startMockwrite()).rejects.toThrow(/pipx install mockwrite/);
});

test('a server that cannot start says why', async () => {
  await expect(startMockwrite({ flags: ['--frozen-time', 'noon'] })).rejects.toThrow(/could not be started.*\n.*noon/s);
});

test('a server on a port that another has says who has it', async () => {
  await using first = await startMockwrite();
  const { port } = new URL(first.url);
  await expect(startMockwrite({ flags: ['--port', port] })).rejects.toThrow(/a mockwrite server runs at .* already; .* another port/);
});

test('a server that is not there in time says how to wait longer', async () => {
  await expect(startMockwrite({ timeout: 0 })).rejects.toThrow(/it was not there after 0 s; give it longer with startMockwrite\({ timeout }\)/);
});

test('who asks a server that was stopped hears that it was', async () => {
  const server = await startMockwrite();
  const elsewhere = await connect({ url: server.url });
  const project = await server.project();
  await server.stop();
  await expect(project.outbox.one()).rejects.toThrow(/is gone: it was stopped before this was asked of it; is an `await` missing/);
  await expect(elsewhere.outbox.one()).rejects.toThrow(/no mockwrite server answers .*; it answered before and does not any more/);
});

test('who asks a server that died hears how', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockwrite-'));
  const script = join(folder, 'mockwrite');
  await writeFile(script, `#!/bin/sh\necho $$ > '${folder}/pid'\nPATH='${process.env['PATH']}' exec mockwrite "$@"\n`);
  await chmod(script, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  onTestFinished(() => { vi.unstubAllEnvs(); });
  const server = await startMockwrite();
  const waiting = server.outbox.wait({}, { timeout: 60 }).catch((thrown: unknown) => thrown);
  process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')), 'SIGKILL');
  expect(String(await waiting)).toMatch(/is gone: it ended with SIGKILL, and nothing here stopped it/);
  await expect(server.project()).rejects.toThrow(/is gone: it ended with SIGKILL/);
});

test('an option that does not exist is refused, and so is a bare address', async () => {
  const wrong = { version: '1.8' } as Parameters<typeof startMockwrite>[0];
  await expect(startMockwrite(wrong)).rejects.toThrow("startMockwrite has no option 'version'; what it takes is startMockwrite({ flags, timeout })");
  const bare = 'http://127.0.0.1:9' as Parameters<typeof connect>[0];
  await expect(connect(bare)).rejects.toThrow('connect takes its options by name: connect({ url, project }); got "http://127.0.0.1:9"');
});

test('who connects to nothing hears how to start a server', async () => {
  await expect(connect({ url: 'http://127.0.0.1:9' })).rejects.toThrow(/no mockwrite server answers at http:\/\/127.0.0.1:9 \(.+\); start one/);
  await expect(connect({ project: 'nowhere' })).rejects.toThrow(/nowhere/);
});
