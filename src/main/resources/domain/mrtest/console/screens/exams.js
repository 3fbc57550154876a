// My exams: what is open now, what must be done before, what is to come, and how it went.
import { get, number, post } from '../core.js';
import { nameOf } from '../nav.js';
import { Act, Badge, Empty, Facts, Head, Load, Note, Table, Time, html, useData, useState } from '../ui.js';
import { words as w } from '../words/exams.js';

const KINDS = { live: 'ok', locked: 'bad', upcoming: 'idle', missed: 'bad', completed: 'ok', under_evaluation: 'run' };
const percent = value => `${number(Number(value))} %`;

export default function Exams() {
  const exams = useData(() => get('/api/student/mrtest-exams?limit=200'));
  return html`<${Head} title=${nameOf('exams')} sub=${html`<span class="soft">${w.about}</span>`} />
    <${Load} of=${exams}>${({ items }) => items.length === 0 ? html`<${Empty} icon="check" title=${w.none}>${w.noneWhy}<//>`
    : html`<div class="col">${items.map(exam => html`<${Card} key=${exam.examId} exam=${exam} reload=${exams.reload} />`)}</div>`}<//>`;
}

function Card({ exam, reload }) {
  const [open, setOpen] = useState(false);
  const launch = async () => {
    const { takeUrl } = await post(`/api/student/mrtest-exams/${exam.examId}/launch`);
    window.open(takeUrl, '_blank', 'noopener');
    await reload();
  };
  return html`<section class="card col s" aria-labelledby=${`exam-${exam.examId}`}>
    <div class="row wrap"><h2 id=${`exam-${exam.examId}`} class="grow">${exam.title}</h2><${Badge} kind=${KINDS[exam.state]}>${w.states[exam.state]}<//>${exam.mandatory && html`<${Badge}>${w.mandatory}<//>`}
      ${exam.canLaunch && html`<${Act} kind="pri" name=${`${w.launch}: ${exam.title}`} on=${launch}>${w.launch}<//>`}</div>
    ${exam.lockedReason && html`<${Note} icon="lock">${exam.lockedReason}<//>`}
    <${Facts} of=${[[w.starts, exam.startsAt && html`<${Time} at=${exam.startsAt} />`], [w.ends, exam.endsAt && html`<${Time} at=${exam.endsAt} />`], [w.minutes, exam.minutes],
    [w.best, exam.percentage !== undefined && w.scored(percent(exam.percentage), exam.passed)], [w.attempts, exam.attempts > 0 ? exam.attempts : null]]} />
    ${exam.submissionId && html`<details onToggle=${event => setOpen(event.target.open)}><summary>${w.report}</summary>${open && html`<${Report} id=${exam.submissionId} />`}</details>`}</section>`;
}

function Report({ id }) {
  const report = useData(() => get(`/api/student/mrtest-submissions/${id}/report`).catch(problem => problem.status === 404 ? null : Promise.reject(problem)), [id]);
  return html`<${Load} of=${report}>${found => found === null ? html`<p class="muted">${w.notAnalysed}</p>` : html`<${Table} label=${w.report} rows=${found.questions} keyOf=${one => one.number} columns=${[
    [w.question, one => html`${one.number}${one.topic ? ` · ${one.topic}` : ''}`], [w.answer, one => w.verdicts[one.verdict]], [w.marks, one => one.marks ?? '–', 'n'], [w.seconds, one => one.seconds ?? '–', 'n'], [w.why, one => one.key || '–']]} />`}<//>`;
}
