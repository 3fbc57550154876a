// Questionnaires: their versions and questions, what was answered by dimension and teacher, and the way to upload answers.
import { api, file, get, instant, number, post, query, say } from '../core.js';
import { admin } from '../kit.js';
import { go } from '../nav.js';
import { save } from '../parts/save.js';
import { Act, Badge, Bar, Empty, Field, Form, Head, Kpis, Link, Load, Note, Pager, Table, html, useData, useGet, useState } from '../ui.js';
import { words } from '../words.js';
import { words as w } from '../words/questionnaires.js';

const ROOT = '/console/questionnaires';
const PAGE = 25;
const KINDS = { DRAFT: 'run', ACTIVE: 'ok', DEPRECATED: 'idle', ARCHIVED: 'idle' };
const State = ({ of }) => html`<${Badge} kind=${KINDS[of]}>${w.states[of]}<//>`;
const questionsOf = form => form.sections.flatMap(section => section.questions || section.subsections.flatMap(part => part.questions));

export const keyOf = at => `questionnaires/${at.rest.join('/')}`;

export default function Questionnaires({ at, user }) {
  const [first, second] = at.rest;
  return first === 'new' ? html`<${New} />` : second ? html`<${Version} of=${first} id=${second} />` : first ? html`<${One} id=${first} />` : html`<${List} at=${at} user=${user} />`;
}

const List = admin({
  list: 'GET /questionnaires/forms', columns: ['title', 'type', 'versions', 'submissions', 'createdAt'], filters: ['type'], open: one => `${ROOT}/${one.id}`, none: w.none,
  tools: () => html`<${Link} kind="btn pri" icon="plus" href=${`${ROOT}/new`}>${w.create}<//>`,
});

function New() {
  const send = async (form, typed) => go(`${ROOT}/${(await post('/questionnaires/forms', { title: typed.title, type: typed.type })).id}`);
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Head} title=${w.create} sub=${w.createAbout} /><${Form} kind="card col narrow" on=${send} button=${w.create}>
    <${Field} label=${w.title}><input class="in" name="title" required maxlength="200" /><//><${Field} label=${w.type} hint=${w.typeHint}><input class="in" name="type" required maxlength="40" pattern="[A-Z][A-Z0-9_]*" /><//><//>`;
}

function One({ id }) {
  const found = useData(async () => {
    const [one, { items }] = await Promise.all([get(`/questionnaires/forms/${id}`), get(`/questionnaires/forms/${id}/versions?limit=100`)]);
    return { one, versions: items };
  });
  const copy = async source => go(`${ROOT}/${id}/${(await post(`/questionnaires/forms/${id}/versions/from-template`, { sourceVersionId: source })).id}`);
  return html`<p><a href=${ROOT}>${w.all}</a></p><${Load} of=${found}>${({ one, versions }) => html`<${Head} title=${one.title} sub=${one.type}>
      ${one.activeVersionId && html`<${Link} kind="btn pri" icon="upload" href=${`/console/imports/new${query({ kind: 'answers', subject: one.activeVersionId })}`}>${w.upload}<//>`}<//>
    ${versions.length === 0 ? html`<${Empty} icon="list" title=${w.noVersion} />` : html`<div class="card flush"><${Table} label=${w.versions} rows=${versions} keyOf=${each => each.id} columns=${[
    [w.version, each => html`<a href=${`${ROOT}/${id}/${each.id}`}>${w.versionOf(each.number)}</a>`], [w.state, each => html`<${State} of=${each.state} />`],
    [w.questions, each => number(questionsOf(each.schema).length), 'n'], [w.since, each => each.publishedAt ? instant(each.publishedAt) : '–'],
    ['', each => !one.draftVersionId && html`<${Act} kind="s" name=${w.copyOf(each.number)} on=${() => copy(each.id)}>${w.copy}<//>`]]} /></div>`}
    ${!one.draftVersionId && html`<details class="card"><summary>${w.write}</summary><${Write} id=${id} /></details>`}`}<//>`;
}

/** The questions of a new draft, as the JSON that other systems write too. */
function Write({ id }) {
  const send = async (form, typed) => {
    let schema;
    try {
      schema = JSON.parse(typed.schema);
    } catch {
      return say(w.noJson, 'bad');
    }
    return go(`${ROOT}/${id}/${(await post(`/questionnaires/forms/${id}/versions`, { schema })).id}`);
  };
  return html`<${Form} kind="col" on=${send} button=${w.makeDraft}><${Field} label=${w.schema} hint=${w.schemaHint}><textarea class="in mono" name="schema" rows="12" required></textarea><//><//>`;
}

function Version({ of, id }) {
  const path = `/questionnaires/versions/${id}`;
  const found = useGet(path);
  const move = async (verb, done) => {
    await api('PATCH', `${path}/${verb}`, {});
    say(done, 'good');
    await found.reload();
  };
  const template = version => file(`${path}/csv-template`).then(blob => save(blob, `answers-v${version.number}.csv`));
  return html`<p><a href=${`${ROOT}/${of}`}>${w.versions}</a></p><${Load} of=${found}>${version => html`<${Head} title=${w.versionOf(version.number)} sub=${html`<${State} of=${version.state} />`}>
      <${Act} icon="download" kind="quiet" on=${() => template(version)}>${w.template}<//>
      ${version.state === 'DRAFT' && html`<${Act} kind="pri" icon="check" on=${() => move('publish', w.published)}>${w.publish}<//>`}
      ${version.state === 'ACTIVE' && html`<${Act} kind="quiet" on=${() => move('deprecate', w.deprecated)}>${w.deprecate}<//>
        <${Link} kind="btn pri" icon="upload" href=${`/console/imports/new${query({ kind: 'answers', subject: id })}`}>${w.upload}<//>`}
      ${version.state === 'DEPRECATED' && html`<${Act} kind="quiet" on=${() => move('archive', w.archived)}>${w.archive}<//>`}<//>
    ${version.state !== 'DRAFT' && html`<${Summary} path=${path} />`}<${Questions} form=${version.schema} />${version.state !== 'DRAFT' && html`<${Submissions} path=${path} />`}`}<//>`;
}

function Summary({ path }) {
  const found = useGet(`${path}/summary`);
  return html`<${Load} of=${found}>${sum => html`<${Kpis} of=${[[w.submissions, number(sum.submissions)], [w.comments, number(sum.comments)], [w.average, sum.percent === undefined ? '–' : w.percent(sum.percent)]]} />
    ${sum.submissions > 0 && html`<div class="grid two"><section class="card col s"><h2>${w.byDimension}</h2>${sum.dimensions.map(each => html`<div class="col s"><div class="row between"><span>${each.name}</span><b class="num">${w.percent(each.percent)}</b></div>
      <${Bar} value=${each.percent} label=${each.name} /></div>`)}</section>
    <section class="card flush"><${Table} label=${w.byTeacher} rows=${sum.faculties} keyOf=${each => each.faculty} columns=${[[w.teacher, each => html`<strong>${each.name}</strong><br /><span class="small muted">${each.faculty}</span>`],
    [w.submissions, each => number(each.submissions), 'n'], [w.average, each => w.percent(each.percent), 'n'],
    ['', each => html`<a href=${`/console/analysis/new${query({ scope: 'FACULTY', scopeId: each.faculty })}`}>${w.analyse}</a>`]]} /></section></div>`}`}<//>`;
}

const Questions = ({ form }) => html`<section><h2>${w.questions}</h2><div class="card flush"><${Table} label=${w.questions} rows=${rows(form)} keyOf=${each => each.question.id} columns=${[
  ['', each => `Q${each.number}`], [w.question, each => each.question.text], [w.section, each => each.title], [w.scale, each => w.types[each.question.type]], [w.dimension, each => each.question.dimensionCode],
  [w.weight, each => each.weight === null ? '' : w.percent(each.weight), 'n']]} /></div>${form.qualitativeFeedback?.enabled && html`<${Note}>${form.qualitativeFeedback.required ? w.commentNeeded : w.commentWelcome}<//>`}</section>`;

/** Each question with its number; the weight stands at the first of those that it is for. */
function rows(form) {
  const all = [];
  const add = (title, weight, questions) => questions.forEach((question, index) => all.push({ question, title, number: all.length + 1, weight: index === 0 ? weight : null }));
  form.sections.forEach(section => section.questions ? add(section.title, section.weight, section.questions)
    : section.subsections.forEach(part => add(`${section.title} › ${part.title}`, part.weight, part.questions)));
  return all;
}

function Submissions({ path }) {
  const [offset, setOffset] = useState(0);
  const found = useData(() => get(`${path}/submissions${query({ limit: PAGE, offset })}`), [offset]);
  return html`<section><h2>${w.answered}</h2><div class="card flush"><${Load} of=${found}>${({ items, page }) => html`<${Table} label=${w.answered} rows=${items} keyOf=${each => each.id} none=${w.nobody} columns=${[
    [w.teacher, each => html`${each.facultyName}${each.courseName ? html`<br /><span class="small muted">${each.courseName}</span>` : ''}`], [w.average, each => w.percent(each.percent), 'n'],
    [w.comment, each => each.comment || '–'], [w.source, each => w.sources[each.source]], [words.when, each => instant(each.createdAt)]]} /><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//></div></section>`;
}
