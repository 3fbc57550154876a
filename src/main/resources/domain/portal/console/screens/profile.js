// A student's profile: what there is of it, what is missing, the résumés, and who has looked; of another student, what others see.
import { api, get, isAdmin, number, post, say } from '../core.js';
import { SchemaForm } from '../form.js';
import { useOperations } from '../kit.js';
import { nameOf } from '../nav.js';
import { Act, Badge, Bar, Facts, Head, Link, Load, Note, Time, html, useData, useGet, useState } from '../ui.js';
import { Scorecard } from '../parts/scorecard.js';
import { StudentLinks } from '../parts/student-links.js';
import { Uploader, size } from '../parts/uploader.js';
import { words } from '../words.js';
import { words as w } from '../words/profile.js';

export default function Profile({ at, user }) {
  const [id] = at.rest;
  return id ? html`<${Student} key=${id} id=${id} user=${user} />` : html`<${Mine} />`;
}

function Mine() {
  const profile = useGet('/api/student/profile');
  const [changing, setChanging] = useState(false);
  const done = async () => {
    await profile.reload();
    setChanging(false);
    say(words.saved, 'good');
  };
  return html`<${Head} title=${nameOf('profile')} sub=${w.about}><button class="btn" aria-expanded=${String(changing)} onClick=${() => setChanging(!changing)}>${changing ? words.cancel : w.change}</button><//>
    <${Load} of=${profile}>${mine => html`<${Completion} of=${mine.completion} />
      ${mine.verifiedAt && html`<${Note} icon="shield">${w.verified} <${Time} at=${mine.verifiedAt} />. ${w.verifiedWhy}<//>`}
      ${changing ? html`<${Change} mine=${mine} done=${done} />` : html`<${Shown} of=${mine} />`}
      <${Resumes} of=${mine.resumes} reload=${profile.reload} /><${Scorecard} /><${Views} />`}<//>`;
}

function Completion({ of }) {
  return html`<section class="card col s" aria-labelledby="completion"><h2 id="completion">${w.completion}</h2>
    <div class="row"><${Bar} value=${of.percent} label=${w.completion} /><strong class="num">${number(of.percent)} %</strong></div>
    ${of.missing.length === 0 ? html`<p class="muted">${w.whole}</p>` : html`<p>${w.missing}</p><ul class="row wrap">${of.missing.map(each => html`<li key=${each.part}><${Badge} kind="idle" icon="plus">${w.parts[each.part]} +${number(each.percent)} %<//></li>`)}</ul>`}</section>`;
}

/** Fields that the institution has verified are left out: only it changes them. */
function Change({ mine, done }) {
  const operations = useOperations({ change: 'PATCH /api/student/profile' });
  return html`<section class="card col" aria-labelledby="change"><h2 id="change">${w.change}</h2><${Load} of=${operations}>${({ change }) => html`<${SchemaForm} schema=${change.body} value=${mine} button=${words.save}
    fields=${[...mine.verifiedAt ? [] : ['rollNumber', 'branch', 'studyYear', 'cgpa'], 'headline', 'summary', 'skills', 'phone', 'city', 'region', 'linkedinUrl', 'githubUrl', 'portfolioUrl']}
    on=${async body => { await api('PATCH', '/api/student/profile', body); await done(); }} />`}<//></section>`;
}

const site = (url, name) => url && html`<a href=${url} target="_blank" rel="noopener noreferrer">${name}</a>`;

const Shown = ({ of }) => html`<section class="card col" aria-labelledby="shown"><h2 id="shown">${of.headline || of.fullName}</h2>${of.summary && html`<p>${of.summary}</p>`}
  ${of.skills.length > 0 && html`<ul class="row wrap" aria-label=${w.parts.skills}>${of.skills.map(skill => html`<li key=${skill}><${Badge} kind="info" icon="star">${skill}<//></li>`)}</ul>`}
  <${Facts} of=${[[w.fields.email, of.email], [w.fields.phone, of.phone], [w.fields.city, [of.city, of.region].filter(Boolean).join(', ') || null], [w.fields.rollNumber, of.rollNumber], [w.fields.branch, of.branch],
    [w.fields.studyYear, of.studyYear], [w.fields.cgpa, of.cgpa !== undefined ? number(Number(of.cgpa)) : null], [w.fields.linkedinUrl, site(of.linkedinUrl, 'LinkedIn')], [w.fields.githubUrl, site(of.githubUrl, 'GitHub')],
    [w.fields.portfolioUrl, site(of.portfolioUrl, w.fields.portfolioUrl)]]} /></section>`;

function Resumes({ of, reload }) {
  const kinds = useGet('/api/file-kinds');
  const [adding, setAdding] = useState(false);
  const choose = async resume => {
    await post(`/api/student/profile/resumes/${resume.fileId}/primary`);
    await reload();
    say(w.chosen, 'good');
  };
  return html`<section class="card col" aria-labelledby="resumes"><div class="row wrap between"><h2 id="resumes">${w.resumes}</h2>
      ${of.state === 'ready' && html`<button class="btn s" aria-expanded=${String(adding)} onClick=${() => setAdding(!adding)}>${adding ? words.cancel : w.addResume}</button>`}</div>
    ${of.state === 'missing' && html`<${Note} kind="run" icon="alert"><p>${w.resumesAway}</p><p><button class="btn s" onClick=${reload}>${words.again}</button></p><//>`}
    ${adding && html`<${Load} of=${kinds}>${({ items }) => items.filter(kind => kind.name === 'resume').map(kind => html`<${Uploader} key=${kind.name} kind=${kind} on=${async () => { setAdding(false); await reload(); say(w.sent, 'good'); }} />`)}<//>`}
    ${of.state === 'ready' && of.items.length === 0 && html`<p class="muted">${w.noResume}</p>`}
    <ul class="plain col">${of.items.map(resume => html`<li key=${resume.fileId} class="row wrap between"><span>${resume.name} <span class="small muted">${size(resume.bytes)} · <${Time} at=${resume.changedAt} /></span></span>
      <span class="row wrap">${resume.primary ? html`<${Badge} kind="ok">${w.primary}<//>` : html`<${Act} kind="s" name=${`${w.makePrimary}: ${resume.name}`} on=${() => choose(resume)}>${w.makePrimary}<//>`}
        <${Act} kind="s quiet" name=${`${w.download}: ${resume.name}`} on=${() => open(`/api/files/${resume.fileId}/link`)}>${w.download}<//></span></li>`)}</ul></section>`;
}

async function open(address) {
  const { url } = await post(address);
  location.assign(url); // an attachment: the page stays
}

function Views() {
  const views = useData(() => get('/api/student/profile/views?limit=10'));
  return html`<section class="card col s" aria-labelledby="views"><h2 id="views">${w.views}</h2><${Load} of=${views} rows=1>${({ items }) => items.length === 0 ? html`<p class="muted">${w.noViews}</p>`
    : html`<ul class="plain col s">${items.map((each, index) => html`<li key=${index} class="row wrap between"><span>${each.name || w.gone}</span><span class="small muted"><${Time} at=${each.at} /> · ${w.times(each.times)}</span></li>`)}</ul>`}<//></section>`;
}

function Student({ id, user }) {
  const profile = useGet(`/api/profile/student/${id}`);
  const [newer, setNewer] = useState(null);
  return html`<${Load} of=${profile}>${found => { const student = newer || found; return html`<${Head} title=${student.fullName} sub=${w.recorded}><${StudentLinks} id=${id} kind="btn" but="profile" /><${Link} href=${`/console/performance/${id}`} icon="chart">${w.performance}<//><//>
    ${student.verifiedAt && html`<${Note} icon="shield">${w.verifiedBy} <${Time} at=${student.verifiedAt} />.<//>`}<${Shown} of=${student} />
    ${student.resumes.items.length > 0 && html`<section class="card col s" aria-labelledby="resume"><h2 id="resume">${w.resume}</h2>${student.resumes.items.map(resume => html`<div key=${resume.fileId} class="row wrap between"><span>${resume.name} <span class="small muted">${size(resume.bytes)} · <${Time} at=${resume.changedAt} /></span></span>
      <${Act} kind="s" icon="download" name=${`${w.download}: ${resume.name}`} on=${() => open(`/api/profile/student/${id}/resume/link`)}>${w.download}<//></div>`)}</section>`}
    <${Scorecard} id=${id} />
    ${isAdmin(user) && html`<${Verify} key=${student.updatedAt} of=${student} on=${setNewer} />`}`; }}<//>`;
}

/** The administrator's form: what is sent is verified only if the profile is still the one that is shown here. */
function Verify({ of, on }) {
  const operations = useOperations({ verify: 'PUT /api/admin/students/{userId}/profile/verification' });
  const send = async (body, text) => {
    on(await api('PUT', `/api/admin/students/${of.userId}/profile/verification`, body));
    say(text, 'good');
  };
  return html`<section class="card col" aria-labelledby="verify"><h2 id="verify">${w.verify}</h2><p class="muted">${w.verifyAbout}</p><${Load} of=${operations} rows=1>${({ verify }) => html`<${SchemaForm} schema=${verify.body} value=${of} whole
    fields=${['rollNumber', 'branch', 'studyYear', 'cgpa']} button=${of.verifiedAt ? w.again : w.verify} on=${body => send({ ...body, verified: true, seenAt: of.updatedAt }, w.verifiedNow)} />`}<//>
    ${of.verifiedAt && html`<div><${Act} on=${() => send({ verified: false }, w.released)}>${w.release}<//></div>`}</section>`;
}
