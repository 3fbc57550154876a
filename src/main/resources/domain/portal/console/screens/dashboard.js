// A student's dashboard: what waits, what comes next, and how it goes. A section that did not come says so, the others stand.
import { get, number, say, told } from '../core.js';
import { hereOf, nameOf } from '../nav.js';
import { Badge, Bar, Head, Kpis, Load, Note, Time, html, useData } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/dashboard.js';

const HREFS = { exam: '/console/exams', course: '/console/student#courses', warnings: '/console/performance', agreement: null, payment: null, diagnostic: null,
  exam_closes: '/console/exams', meeting_starts: '/console/meeting', batch_ends: null, profile: '/console/profile' };
const KINDS = { live: 'ok', locked: 'bad', upcoming: 'idle', missed: 'bad', completed: 'ok', under_evaluation: 'run' };
const percent = value => `${number(Math.floor(Number(value)))} %`;

export default function Dashboard({ user }) {
  const page = useData(() => get('/api/student/dashboard'));
  const again = async () => {
    await page.reload().catch(problem => say(told(problem), 'bad'));
    say(w.askedAgain);
  };
  return html`<${Head} title=${nameOf('dashboard')} sub=${w.hello(user.fullName.split(' ')[0])} />
    <${Load} of=${page}>${all => html`<${Figures} all=${all} />
      <div class="grid two portal">
        <${Section} name="pending" of=${all.pending} again=${again} line=${todo => html`<${Row} title=${`${w.todos[todo.kind]}: ${todo.title}`} href=${HREFS[todo.kind]} at=${todo.until} when=${w.until} />`} />
        <${Section} name="deadlines" of=${all.deadlines} again=${again} line=${each => html`<${Row} title=${each.title} about=${w.deadlineKinds[each.kind]} href=${HREFS[each.kind]} at=${each.at} />`} />
        <${Section} name="today" of=${all.today} again=${again} line=${card => html`<${Row} title=${card.title} about=${card.body} href=${/^https?:/.test(card.ctaLink) ? card.ctaLink : hereOf(card.ctaLink)} />`} />
        <${Section} name="meetings" of=${all.meetings} again=${again} line=${each => html`<${Row} title=${each.title} about=${each.withName ? w.withWhom(each.withName) : ''} href=${`/console/meeting#id=${each.id}`} at=${each.startsAt} />`} />
        <${Section} name="courses" of=${all.courses} again=${again} line=${course => html`<${Row} title=${course.courseTitle || course.courseId} href=${course.courseUrl}>
          <div class="row"><${Bar} value=${course.progressPercent} label=${w.progressOf(course.courseTitle || course.courseId)} /><span class="num">${percent(course.progressPercent)}</span></div><//>`} />
        <${Section} name="exams" of=${all.exams} again=${again} line=${exam => html`<${Row} title=${exam.title} about=${exam.lockedReason} href="/console/exams" at=${exam.endsAt} when=${w.until}>
          <p><${Badge} kind=${KINDS[exam.state]}>${words.exams.states[exam.state]}<//></p><//>`} />
        <${Section} name="notices" of=${all.notices} again=${again} line=${item => html`<${Row} title=${item.title} about=${item.body} href=${hereOf(item.link)} at=${item.createdAt} />`} />
        <${Section} name="warnings" of=${all.warnings} again=${again} line=${each => html`<${Row} title=${each.description} href="/console/performance" at=${each.createdAt} />`} />
        <${Section} name="badges" of=${{ ...all.badges, items: all.badges.content?.newest || [] }} again=${again} line=${each => html`<${Row} title=${each.name} about=${each.about} at=${each.unlockedAt} />`} />
        <${Section} name="certificates" of=${all.certificates} again=${again} line=${each => html`<${Row} title=${each.title} about=${each.issuer} href=${each.verifyUrl} at=${each.issuedAt} />`} />
        <${Section} name="activity" of=${all.activity} again=${again} line=${each => html`<${Row} title=${each.title} about=${words.student.xp(each.amount)} at=${each.at} />`} />
        <${Section} name="applications" of=${all.applications} again=${again} line=${each => html`<${Row} title=${each.batchName} about=${each.stateReason}><p><${Badge} kind="info">${w.applicationStates[each.state]}<//></p><//>`} />
      </div>`}<//>`;
}

/** The figures of the top. One that is missing is a dash; a note above says why, of badges their section. */
function Figures({ all }) {
  const progress = all.progress.content;
  const figure = (part, value, about) => [w.figures[part], value ?? '–', about];
  return html`<${Missing} of=${all.progress} name="progress" /><${Missing} of=${all.performance} name="performance" /><${Kpis} of=${[
    figure('level', progress && number(progress.level), progress && w.xp(progress.totalXp)), figure('streak', progress && number(progress.currentStreak), progress && w.days(progress.currentStreak)),
    figure('badges', all.badges.content && number(all.badges.content.unlocked), all.badges.content && w.ofAll(all.badges.content.all)),
    figure('score', all.performance.content?.calculatedAt && percent(all.performance.content.overallScore))]} />`;
}

/** One section; nothing where the school does without it. */
function Section({ name, of, line, again }) {
  return of.state !== 'off' && html`<section class="card col s" aria-labelledby=${`part-${name}`}><h2 id=${`part-${name}`}>${w.sections[name]}</h2>
    <${Missing} of=${of} name=${name} again=${again} />
    ${of.items.length > 0 ? html`<ul class="plain col s">${of.items.map((item, index) => html`<li key=${item.id || index}>${line(item)}</li>`)}</ul>`
    : of.state === 'ready' && html`<p class="muted">${w.none[name]}</p>`}
    ${of.total > of.items.length && of.items.length > 0 && html`<p class="small muted">${w.more(of.total - of.items.length)}</p>`}</section>`;
}

const Missing = ({ of, name, again }) => (of.state === 'missing' || of.state === 'partial') && html`<${Note} kind="run" icon="alert"><p>${of.state === 'partial' ? w.partial : w.missing[of.why](w.sections[name])}</p>
  ${again && html`<p><button class="btn s" aria-label=${w.againFor(w.sections[name])} onClick=${again}>${words.again}</button></p>`}<//>`;

/** One line of a section, which leads on where there is something behind it. */
const Row = ({ title, about, href, at, when, children }) => html`<div class="col s"><p class="row wrap between">${href ? html`<a class="rowlink grow" href=${href} rel="noopener">${title}</a>` : html`<span class="grow strong">${title}</span>`}
  ${at && html`<span class="small muted">${when} <${Time} at=${at} /></span>`}</p>${about && html`<p class="small muted">${about}</p>`}${children}</div>`;
