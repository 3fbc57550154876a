// A run of a sync in words: how far it is, and when it is over, whether it balances.
import { element, get, number, time } from '/console/console.js';

const PHASES = {
  queued: 'waiting for its turn', listing: 'reading who learns', phones: 'looking for phone numbers',
  reports: 'reading reports', phones_again: 'looking for more phone numbers', awards: 'handing out XP', done: 'done',
};
export const STATUS = {
  idle: 'not synced yet', running: 'syncing', success: 'in step with Graphy', incomplete: 'incomplete', failed: 'failed',
  unauthenticated: 'not logged in to Graphy',
};
const counted = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

function remaining(seconds) {
  return seconds === undefined ? '' : seconds < 90 ? `, about ${counted(seconds, 'second', 'seconds')} left`
    : `, about ${counted(Math.round(seconds / 60), 'minute', 'minutes')} left`;
}

/** A bar with words below it; `update(run)` follows the run. */
export function progress(title) {
  const bar = element('progress', { max: 100, value: 0, 'aria-label': `Progress of ${title}` });
  const words = element('p', { class: 'soft' });
  return {
    node: element('div', {}, bar, words),
    update(run) {
      bar.value = run.percent ?? 0;
      words.textContent = `${Math.floor(run.percent ?? 0)} %: ${PHASES[run.phase] ?? run.phase}${remaining(run.etaSeconds)}`;
    },
  };
}

export const run = id => get(`/api/graphy/sync/runs/${id}`);

/** Shows what a run that is over has found; everybody at the source must be in exactly one of the counts. */
export function outcome(over) {
  const parts = [`${number(over.learnersNew)} new`, `${number(over.learnersChanged)} changed`,
    `${number(over.learnersUnchanged)} unchanged`, `${number(over.regressionsBlocked)} kept from going back`];
  return element('div', { class: 'run' },
    element('p', {}, element('strong', { class: over.status === 'success' ? 'good' : 'bad' }, STATUS[over.status]), ', ',
      time(over.finishedAt ?? over.startedAt), over.fast ? ', new learners only' : '',
      over.durationMs !== undefined && ` (${number(Math.ceil(over.durationMs / 1000))} s)`),
    over.error && element('p', { class: 'alert' }, over.error),
    element('p', {}, `${counted(over.learnersFetched, 'learner', 'learners')} seen`,
      over.learnersAtSource !== undefined && !over.fast && ` of ${number(over.learnersAtSource)} at Graphy`,
      ` = ${parts.join(' + ')}; ${number(over.learnersVanished)} vanished.`),
    element('p', { class: 'soft' }, `${counted(over.reportsFetched, 'report', 'reports')} of ${number(over.reportsDue)}, `
      + `${counted(over.xpAwards, 'award', 'awards')} of XP, ${counted(over.phonesFilled, 'phone number', 'phone numbers')} found.`),
    over.errors?.length > 0 && element('details', {}, element('summary', {}, counted(over.errors.length, 'error', 'errors')),
      element('ul', {}, over.errors.map(error => element('li', {}, `${PHASES[error.phase] ?? error.phase}, ${error.position}: ${error.message}`)))));
}
