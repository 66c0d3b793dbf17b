/** `globalSetup: 'mockwrite/global-setup'` for Vitest, Jest and Playwright Test: one server for the run, unless one is named. */
import { startMockwrite } from './server.js';

/** Sets MOCKWRITE_URL, which `connect` reads in every worker, and returns what stops the server. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env['MOCKWRITE_URL']) return async () => undefined;
  const server = await startMockwrite();
  process.env['MOCKWRITE_URL'] = server.url;
  return async () => {
    delete process.env['MOCKWRITE_URL'];
    await server.stop();
  };
}
