/** Tasks for Cypress: `on('task', await mockwriteTasks())` in `setupNodeEvents`. What a task throws is what the server says. */
import type { Match, NewProject, WaitOptions } from './project.js';
import type { UserOptions } from './given.js';
import { connect, type ConnectOptions } from './server.js';

type Named = { project: string };

/** Tasks that begin with `mockwrite:`; each takes one object, with the `project` that `mockwrite:project` made. */
export async function mockwriteTasks(options: ConnectOptions = {}) {
  const server = await connect(options);
  const at = (project: string) => connect({ url: server.url, project });
  return {
    'mockwrite:project': async (wanted: NewProject | null) => {
      const { id, key, endpoint } = await server.project(wanted ?? {});
      return { project: id, key, endpoint };
    },
    'mockwrite:user': async ({ project, ...user }: Named & UserOptions) => (await at(project)).given.user(user),
    'mockwrite:session': async ({ project, user }: Named & { user: string }) => (await at(project)).sessionFor(user),
    'mockwrite:wait': async ({ project, match, options: patience }: Named & { match?: Match; options?: WaitOptions }) =>
      (await at(project)).outbox.wait(match, patience),
    'mockwrite:expect': async ({ project, match, count }: Named & { match?: Match; count: number }) =>
      (await at(project)).outbox.expect(count, match),
    'mockwrite:advance': async ({ project, ...by }: Named & Record<string, number | string>) =>
      (await at(project)).clock.advance(by),
  };
}
