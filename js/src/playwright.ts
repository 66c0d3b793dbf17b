/** Playwright Test with a fixture `project`, new and empty for each test, and the matchers of the outbox. */
import { test as base, expect as bare } from '@playwright/test';
import { matchers } from './matchers.js';
import type { Project } from './project.js';
import { connect, startMockwrite, type Mockwrite } from './server.js';

export interface MockwriteFixtures {
  /** A project of this test alone. */
  project: Project;
}
export interface MockwriteWorkerFixtures {
  /** The server of MOCKWRITE_URL, else one that is started for this worker. */
  mockwrite: Mockwrite;
}

export const test = base.extend<MockwriteFixtures, MockwriteWorkerFixtures>({
  mockwrite: [
    async ({}, use) => {
      if (process.env['MOCKWRITE_URL']) return use(await connect());
      const server = await startMockwrite();
      await use(server);
      await server.stop();
    },
    // Longer than `startMockwrite` waits: it says why there is no server.
    { scope: 'worker', timeout: 90_000 },
  ],
  project: async ({ mockwrite }, use) => {
    const project = await mockwrite.project();
    await use(project);
    await project.remove();
  },
});

export const expect = bare.extend(matchers);
