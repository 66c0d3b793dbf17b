// Writes src/control.ts, the types of the control API, out of what a running server says about itself: `npm run generate`.
// With --check it only compares, and ends with 1 when they differ.
import { readFile, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import process from 'node:process';
import openapiTS, { astToString } from 'openapi-typescript';

const file = new URL('../src/control.ts', import.meta.url);
const heading = '// Written by `npm run generate` out of the /_mockwrite/control.json of a running server. Do not edit.\n\n';

/** The document of the server that MOCKWRITE_URL names, else of one that is started for it. */
async function controlDocument() {
  if (process.env.MOCKWRITE_URL) {
    const answer = await fetch(`${process.env.MOCKWRITE_URL}/_mockwrite/control.json`);
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}; start the server with: mockwrite serve`);
    return answer.json();
  }
  const print = 'fetch(process.env.MOCKWRITE_URL + "/_mockwrite/control.json").then((a) => a.text()).then((t) => process.stdout.write(t))';
  const child = spawn('mockwrite', ['exec', '--quiet', '--', process.execPath, '-e', print], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => { text += part; });
  const code = await new Promise((resolve, reject) => { child.on('error', reject).on('close', resolve); });
  if (code !== 0) throw new Error(`mockwrite exec ended with ${code}`);
  return JSON.parse(text);
}

const wanted = heading + astToString(await openapiTS(await controlDocument()));
if (!process.argv.includes('--check')) {
  await writeFile(file, wanted);
} else if ((await readFile(file, 'utf8')) !== wanted) {
  console.error('src/control.ts is not what the server says in /_mockwrite/control.json; run: npm run generate');
  process.exitCode = 1;
} else {
  console.log('src/control.ts is what the server says');
}
