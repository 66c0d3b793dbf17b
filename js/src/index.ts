export { connect, startMockwrite, Mockwrite, StartedMockwrite, type ConnectOptions, type StartOptions } from './server.js';
export {
  Faults, Outbox, Project, ProjectClock,
  type Delivery, type Explanation, type FaultRule, type Match, type NewProject, type WaitOptions,
} from './project.js';
export {
  Given,
  type Channel, type MessageOptions, type ProviderKind, type Session, type TargetOptions, type TeamOptions, type TopicOptions,
  type User, type UserOptions,
} from './given.js';
export { MockwriteError, type Problem } from './http.js';
export { matchers, type MatcherResult, type OutboxMatchers } from './matchers.js';
export type { GivenRecord } from './values.js';
