// Words of the page of outside issuers.
import { many } from '../words-format.js';

export const words = {
  title: 'Outside issuers', about: 'Credentials of other issuers, which are taken in here',
  states: { idle: 'Never synced', running: 'Under way', completed: 'Up to date', failed: 'Failed' },
  ends: { running: 'Running', completed: 'Completed', partial: 'Incomplete', failed: 'Failed', cancelled: 'Cancelled' },
  triggers: { startup: 'after the start', scheduled: 'by the scheduler', manual: 'by hand' }, synced: 'Credentials', last: 'Last sync',
  lastGood: 'Last successful sync', sync: 'Sync now', syncAll: 'Sync all', begins: name => `The sync of ${name} begins.`, allBegin: 'The syncs begin.',
  off: 'It is not connected. An operator sets its address and its login.', blocked: 'Its issuer is blocked here, or missing. Approve it under Issuers.',
  told: count => `${many(count, 'message', 'messages')} of the last sync`, scheduler: 'Scheduler', runs: 'Running', rests: 'Stopped',
  start: 'Start the scheduler', stop: 'Stop the scheduler', started: 'The scheduler runs. The first sync begins in a few seconds.',
  stopped: 'The scheduler is stopped, also after a restart.', every: 'Every', hours: count => many(count, 'hour', 'hours'), next: 'Next sync',
  history: 'Syncs', never: 'Nothing was synced yet.', when: 'When', issuer: 'Issuer', result: 'Result', did: 'What it did', look: 'Details',
  notKept: 'What was not kept', allKept: 'Everything was kept as it came, or was here already.', place: 'Number at the issuer', why: 'Why',
  none: 'No outside issuer is known.', noneWhy: 'An operator describes one in conf/issuers.yaml.',
};
