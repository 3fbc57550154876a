// Mr. Test for administrators: the session, which exams are mirrored and how the runs went, submissions, students, scores of sheets.
import { ask, get, number, post, say } from '../core.js';
import { admin } from '../kit.js';
import { Act, Badge, Field, Form, Link, Load, Note, Table, Tabs, Time, html, useData } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/mrtest.js';

const KINDS = { success: 'ok', incomplete: 'bad', failed: 'bad', unauthenticated: 'bad', running: 'run', idle: 'idle', email: 'ok', phone: 'ok', ambiguous: 'bad', none: 'idle', made: 'ok', there: 'ok', waiting: 'run', refused: 'bad', unknown: 'bad' };
const State = ({ of }) => html`<${Badge} kind=${KINDS[of] || 'idle'}>${w.states[of] || of}<//>`;
const batches = { list: '/api/admin/batches', text: batch => batch.name };
const percent = value => value === undefined || value === null ? '–' : `${number(Number(value))} %`;
const PARTS = ['', 'exams', 'submissions', 'students', 'scores'];
const tabs = at => html`<${Session} /><${Tabs} label=${w.parts} at=${at.rest[0] || ''} of=${PARTS.map(part => [`/console/mrtest${part && `/${part}`}`, w.tabs[part || 'configs'], part])} />`;

/** Without a session nothing can be mirrored: the form is there instead. */
function Session() {
  const session = useData(() => get('/api/ezexam/auth/status'));
  const logIn = async (form, typed) => {
    await post('/api/ezexam/auth/login', typed);
    await session.reload();
    say(w.loggedIn, 'good');
  };
  const logOut = async () => {
    if (await ask({ title: w.logOutAsk, body: w.logOutBody, yes: w.logOut, no: words.keep, bad: true })) {
      await post('/api/ezexam/auth/logout');
      await session.reload();
    }
  };
  return html`<${Load} of=${session} rows=1>${status => status.authenticated ? html`<p class="small muted">${w.as(status.username)} <${Act} kind="quiet s" on=${logOut}>${w.logOut}<//></p>`
    : html`<${Form} kind="card col narrow" on=${logIn} button=${w.logIn}><h2>${w.session}</h2><${Note} kind="run" icon="alert">${status.reason}<//>
      <${Field} label=${w.username}><input class="in" name="username" required maxlength="254" autocomplete="off" /><//>
      <${Field} label=${w.password}><input class="in" name="password" type="password" required maxlength="200" autocomplete="off" /><//><//>`}<//>`;
}

/** The last runs of a config, with what they could not read. */
function Runs({ config }) {
  const runs = useData(() => get(`/api/ezexam/sync/configs/${config.id}/runs?limit=5`), [config.id, config.lastSyncStatus]);
  return html`<h3>${w.runs}</h3><${Load} of=${runs}>${({ items }) => html`<${Table} label=${w.runs} rows=${items} none=${w.noRuns} columns=${[
    [w.when, run => html`<${Time} at=${run.startedAt} />`], [w.result, run => html`<${State} of=${run.status} />`],
    [w.did, run => html`<span class="small">${w.counts(run.counts)}${run.blocked > 0 ? html`<br />${w.blocked(run.blocked)}` : ''}${run.error ? html`<br />${run.error}` : ''}${run.balanced ? '' : html`<br />${w.unbalanced}`}</span>`]]} />`}<//>`;
}

const Configs = admin({
  list: 'GET /api/ezexam/sync/configs', create: 'POST /api/ezexam/sync/configs', update: 'PATCH /api/ezexam/sync/configs/{id}', remove: 'DELETE /api/ezexam/sync/configs/{id}', createName: w.add,
  columns: ['title', 'scope', 'lastSyncStatus', 'lastSyncedAt', 'nextSyncAt'], picks: { batchId: batches }, name: config => config.title, above: tabs, none: w.none, vanish: () => w.vanish, isMoving: config => config.runId,
  show: { lastSyncStatus: config => html`<${State} of=${config.lastSyncStatus} />` }, hints: { examId: w.oneHint, tag: w.oneHint, batchId: w.oneHint, intervalHours: w.hoursHint },
  actions: (config, reload) => !config.runId && html`<${Act} kind="pri" on=${async () => {
    await post(`/api/ezexam/sync/configs/${config.id}/run`);
    await reload();
    say(w.started, 'good');
  }}>${w.run}<//>`,
  more: config => html`<${Runs} config=${config} />`,
});

const Exams = admin({
  title: w.tabs.exams, about: w.examsAbout, list: 'GET /api/ezexam/exams', columns: ['title', 'startsAt', 'submissions', 'passed', 'meanPercentage'], search: 'search', above: tabs, none: w.noExams, name: exam => exam.title,
  show: { meanPercentage: exam => percent(exam.meanPercentage) }, more: exam => html`<p><${Link} href=${`/console/mrtest/submissions?examId=${exam.id}`} icon="list">${w.tabs.submissions}<//></p>`,
});

/** Shows what came of each question. */
function Report({ submission }) {
  const report = useData(() => submission.analysed ? get(`/api/ezexam/submissions/${submission.id}/report`) : Promise.resolve(null), [submission.id]);
  return html`<h3>${w.questions}</h3>${submission.blocked && html`<${Note} kind="run" icon="alert">${w.notRead}<//>`}<${Load} of=${report}>${found => found === null ? html`<p class="muted">${w.notAnalysed}</p>`
    : html`<p class="small">${w.accuracy(found)}</p><${Table} label=${w.questions} rows=${found.questions} keyOf=${one => one.number} columns=${[[w.question, one => html`${one.number}${one.topic ? ` · ${one.topic}` : ''}`],
      [w.answer, one => html`<${Badge} kind=${one.verdict === 'correct' ? 'ok' : one.verdict === 'wrong' ? 'bad' : 'idle'}>${w.verdicts[one.verdict]}<//>`], [w.marks, one => one.marks ?? '–', 'n'], [w.seconds, one => one.seconds ?? '–', 'n']]} />`}<//>`;
}

const Submissions = admin({
  title: w.tabs.submissions, about: w.submissionsAbout, list: 'GET /api/ezexam/submissions', columns: ['name', 'examTitle', 'attempt', 'percentage', 'state', 'tie'], search: 'search', filters: ['examId'], above: tabs, none: w.noSubmissions,
  show: { percentage: row => percent(row.percentage), tie: row => html`<${State} of=${row.tie} />`, state: row => w.marking[row.state] }, name: row => row.name, sub: row => row.examTitle, more: row => html`<${Report} submission=${row} />`,
});

const Students = admin({
  title: w.tabs.students, about: w.studentsAbout, list: 'GET /api/ezexam/students', columns: ['name', 'rollNumber', 'email', 'tie'], search: 'search', filters: ['tie'], above: tabs, none: w.noStudents, show: { tie: row => html`<${State} of=${row.tie} />` },
  actions: (student, reload) => !student.userId && student.email && html`<${Act} kind="pri" on=${async () => {
    const made = await post('/api/ezexam/students/create-mas-account', { studentId: student.id });
    await reload();
    say(made.userCreated ? w.made : w.there, 'good');
  }}>${w.makeAccount}<//>`,
});

const Scores = admin({
  title: w.tabs.scores, about: w.scoresAbout, list: 'GET /api/ezexam/eval-tests', columns: ['test', 'userId', 'score', 'total', 'percentage', 'takenOn'], keyOf: row => `${row.userId} ${row.test}`, above: tabs, none: w.noScores, name: row => row.test,
  show: { percentage: row => percent(row.percentage) }, tools: () => html`<${Link} href="/console/imports" icon="upload">${w.sheet}<//>`,
});

export const keyOf = at => `mrtest/${at.rest[0] || ''}`;

export default function Screen({ at, user }) {
  const Part = { exams: Exams, submissions: Submissions, students: Students, scores: Scores }[at.rest[0]] || Configs;
  return html`<${Part} at=${at} user=${user} />`;
}
