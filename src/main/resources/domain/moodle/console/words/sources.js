// Words of the page of all outside systems.
import { n, many } from '../words-format.js';

export const words = {
  about: 'What is mirrored from outside, how far, and when next.', none: 'No outside system is connected.',
  names: { mrlearn: 'Mr. Learn', mrtest: 'Mr. Test', moodle: 'Moodle' }, made: 'Credentials', next: 'Next run',
  colours: { idle: 'Nothing yet', run: 'Under way', ok: 'Up to date', bad: 'Needs attention' }, start: 'Sync now',
  started: name => `The sync of ${name} begins.`, now: phase => `Now: ${phase}`, courses: 'Courses', course: 'Course to sync',
  exams: 'Exams, batches and tags', exam: 'Exams to sync', interval: 'Every', minutes: count => many(count, 'minute', 'minutes'),
  notConfigured: 'No Moodle is configured. An operator sets MOODLE_BASE_URL and the service account.', runsOf: name => `Last runs of ${name}`,
  noRuns: 'No run yet.', when: 'When', result: 'Result', did: 'What it did', lacks: 'What did not balance', unbalanced: 'The books do not balance.',
  states: { queued: 'Waiting', running: 'Running', completed: 'Completed', partial: 'Incomplete', failed: 'Failed', cancelled: 'Cancelled' },
  kinds: { queued: 'idle', running: 'run', completed: 'ok', partial: 'bad', failed: 'bad', cancelled: 'idle' },
  phase: (name, log) => `${name}: ${n(log.fetched)} read, ${n(log.inserted)} new, ${n(log.updated)} changed, ${n(log.deactivated)} gone${log.errors > 0 ? `, ${many(log.errors, 'page', 'pages')} not read` : ''}`,
  change: 'Change how often', intervalMinutes: 'Minutes between two syncs', save: 'Save', changed: 'The new interval holds from now on.',
  sourceOf: { database: 'Set on this page. At least 30.', environment: 'Set by the server’s settings. At least 30.', standard: 'The usual one. At least 30.' },
  blocked: 'Its issuer is blocked here, or missing. Approve it under Issuers.',
  logins: 'Last logins', noLogins: 'No one has signed in with a Moodle account yet.', login: 'Who', way: 'How', ways: { sign_in: 'Login', trial: 'Trial of an administrator' },
  loginKinds: { right: 'ok', wrong: 'idle', unreachable: 'bad', limited: 'run' },
  loginResults: { right: 'Let in', wrong: 'Refused', unreachable: 'Moodle did not answer', limited: 'Too many failed' },
  approvals: {
    title: 'Waiting for your decision', none: 'Nothing waits', decide: 'Decide', names: { leave: 'Leave', applications: 'Applications' }, waits: { leave: (shown, count) => `${shown} ${count === 1 ? 'request' : 'requests'} for leave`,
      applications: (shown, count) => `${shown} new ${count === 1 ? 'application' : 'applications'} to a batch` },
  },
};
