// Students over all mirrored courses, and the accounts that are made of them.
import { ask, number, post, say } from '../core.js';
import { SchemaForm } from '../form.js';
import { admin, useOperations } from '../kit.js';
import { forgetNames } from '../parts/names.js';
import { batches } from '../parts/picks.js';
import { StudentLinks } from '../parts/student-links.js';
import { Act, Badge, Bar, Load, Time, html, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.students;

/** The drawer's lower part: the courses, and the account or the way to one. */
function Courses({ student, reload }) {
  return html`<h3>${w.courses}</h3><ul class="col s">${student.courses.map(course => html`<li key=${course.learnerId}><div class="row between"><span>${course.courseTitle || course.courseId}</span>
    <span class="num">${number(Math.floor(course.progressPercent))} %</span></div><${Bar} value=${course.progressPercent} label=${course.courseTitle || course.courseId} />
    <p class="small muted">${words.values[course.status]}${course.vanished ? `, ${w.vanished}` : ''} · <${Time} at=${course.lastAccessedAt} /></p></li>`)}</ul>
    ${student.hasMasAccount ? html`<p class="row wrap"><${StudentLinks} id=${student.accountId} kind="btn" /><a class="btn" href=${`/console/performance/${student.accountId}`}>${w.performance}</a><a class="btn" href=${`/console/xp/${student.accountId}`}>${w.xp}</a></p>` : html`<${Promote} student=${student} reload=${reload} />`}`;
}

function Promote({ student, reload }) {
  const operations = useOperations({ create: 'POST /api/graphy/sync/students/create-mas-account' });
  const [made, setMade] = useState(false);
  return made ? html`<p class="note">${w.made}</p>` : html`<h3>${w.promote}</h3><p class="muted">${w.promoteAbout}</p><${Load} of=${operations} rows=1>${({ create }) => html`<${SchemaForm} schema=${create.body}
    fields=${['batchId', 'password']} picks=${{ batchId: batches }} hints=${{ password: w.passwordHint }} button=${w.promote} on=${async body => {
    await post('/api/graphy/sync/students/create-mas-account', { ...body, emailKey: student.emailKey });
    setMade(true);
    forgetNames();
    await reload();
    say(w.promoted(student.name || student.emailKey), 'good');
  }} />`}<//>`;
}

async function rebuild() {
  if (await ask({ title: w.rebuildAsk, body: w.rebuildBody, yes: w.rebuild, no: words.leaveIt })) {
    await post('/api/graphy/sync/students/rebuild');
    say(w.rebuilding, 'good');
  }
}

export default admin({
  list: 'GET /api/graphy/sync/students', columns: ['name', 'averageProgress', 'completed', 'hasMasAccount', 'lastAccessedAt'],
  search: 'search', filters: ['batchId', 'hasAccount', 'hasPhone', 'sort', 'order'], picks: { batchId: batches }, keyOf: student => student.emailKey, name: student => student.name || student.emailKey,
  sub: student => student.emailKey, details: ['emailKey', 'phone', 'averageProgress', 'enrolments', 'completed', 'enrolledAt', 'lastAccessedAt'],
  show: {
    name: student => html`${student.name || '–'}<br /><span class="small muted">${student.emailKey}</span>`, averageProgress: student => html`<div class="row"><span class="num">${number(Math.floor(student.averageProgress))} %</span>
      <${Bar} value=${student.averageProgress} label=${w.progressOf(student.name || student.emailKey)} /></div>`, completed: student => w.ofCourses(student.completed, student.enrolments),
    hasMasAccount: student => student.hasMasAccount ? html`<${Badge} kind="ok">${w.hasAccount}<//>` : html`<${Badge}>${w.noAccount}<//>`,
  },
  more: (student, reload) => html`<${Courses} student=${student} reload=${reload} />`, tools: () => html`<${Act} kind="quiet" on=${rebuild}>${w.rebuild}<//>`,
});
