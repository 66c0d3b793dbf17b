/** Tasks for Cypress: `on('task', await mockwriteTasks())` in `setupNodeEvents`. What a task throws is what the server says. */
import { checkObject, checkOptions, named } from './checks.js';
import { MockwriteError } from './http.js';
import type { Match, NewProject, WaitOptions } from './project.js';
import type { UserOptions } from './given.js';
import { connect, type ConnectOptions } from './server.js';

type Named = { project: string };

/** Throws MockwriteError for a task that does not name its project, or has what it does not take. */
function checkTask(name: string, value: unknown, known?: readonly string[]): void {
  const call = `cy.task('mockwrite:${name}')`;
  const example = `cy.task('mockwrite:${name}', { ${['project', ...(known ?? ['…'])].join(', ')} })`;
  checkObject(call, value, example);
  if (known) checkOptions(call, value, ['project', ...known], example);
  const { project } = value as Partial<Named>;
  if (typeof project === 'string') return;
  throw new MockwriteError(`${call} takes the \`project\` that the task mockwrite:project returned: ${example}; got ${named(value)}`);
}

/** Tasks that begin with `mockwrite:`; each takes one object, with the `project` that `mockwrite:project` made. */
export async function mockwriteTasks(options: ConnectOptions = {}) {
  const server = await connect(options);
  const at = (project: string) => connect({ url: server.url, project });
  return {
    'mockwrite:project': async (wanted: NewProject | null) => {
      const { id, key, endpoint } = await server.project(wanted ?? {});
      return { project: id, key, endpoint };
    },
    'mockwrite:user': async (value: Named & UserOptions) => {
      checkTask('user', value);
      const { project, ...user } = value;
      return (await at(project)).given.user(user);
    },
    'mockwrite:session': async (value: Named & { user: string }) => {
      checkTask('session', value, ['user']);
      return (await at(value.project)).sessionFor(value.user);
    },
    'mockwrite:wait': async (value: Named & { match?: Match; options?: WaitOptions }) => {
      checkTask('wait', value, ['match', 'options']);
      return (await at(value.project)).outbox.wait(value.match, value.options);
    },
    'mockwrite:expect': async (value: Named & { match?: Match; count: number }) => {
      checkTask('expect', value, ['match', 'count']);
      return (await at(value.project)).outbox.expect(value.count, value.match);
    },
    'mockwrite:advance': async (value: Named & Record<string, number | string>) => {
      checkTask('advance', value);
      const { project, ...by } = value;
      return (await at(project)).clock.advance(by);
    },
  };
}
