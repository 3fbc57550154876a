// Mr. Learn for administrators: the session at Graphy, the mirrored courses and how far they are, courses to mirror.
import { api, ask, get, post, say } from '../core.js';
import { Course } from '../parts/mrlearn-course.js';
import { Progress, State } from '../parts/mrlearn-run.js';
import { nameOf } from '../nav.js';
import { Act, Empty, Field, Form, Head, Load, Note, Time, html, useData, useEvery, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.mrlearn;
const SECONDS = 2;

export default function MrLearn({ at }) {
  return at.rest[0] ? html`<${Course} id=${at.rest[0]} />` : html`<${Overview} />`;
}

function Overview() {
  const session = useData(() => get('/api/graphy/auth/status'));
  const configs = useData(async () => {
    const { items } = await get('/api/graphy/sync/configs?limit=200');
    return Promise.all(items.map(async config => ({ ...config,
      run: config.lastSyncStatus === 'running' && config.runId ? await get(`/api/graphy/sync/runs/${config.runId}`).catch(() => null) : null })));
  });
  useEvery(SECONDS, configs.reload);
  const logOut = async () => {
    if (await ask({ title: w.logoutAsk, body: w.logoutBody, yes: w.graphyLogout, no: words.leaveIt, bad: true })) {
      await post('/api/graphy/auth/logout');
      await session.reload();
    }
  };
  return html`<${Head} title=${nameOf('mrlearn')} sub=${session.data?.authenticated && html`<span class="soft">${w.loggedIn(session.data.email)}</span>`}>
      ${session.data?.authenticated && html`<${Act} kind="quiet" icon="out" on=${logOut}>${w.graphyLogout}<//>`}<//>
    <${Load} of=${session} rows=1>${status => !status.authenticated && html`<${Login} reason=${status.reason} done=${session.reload} />`}<//>
    <section><h2>${w.mirrored}</h2><${Load} of=${configs}>${all => all.length === 0
    ? html`<div class="soft card"><${Empty} icon="book" title=${w.noCourse} /></div>`
    : html`<ul class="courses grid">${all.map(config => html`<${Card} key=${config.id} config=${config} reload=${configs.reload} />`)}</ul>`}<//></section>
    <${Offer} mirrored=${new Set((configs.data || []).map(config => config.graphyCourseId))} reload=${configs.reload} />`;
}

/** Without a session nothing can be mirrored: this form is there instead. */
function Login({ reason, done }) {
  const login = async (form, typed) => {
    await post('/api/graphy/auth/login', typed);
    await done();
  };
  return html`<${Form} kind="card col narrow" on=${login} button=${w.graphyLogin}><h2>${w.graphy}</h2><${Note} kind="run" icon="alert">${reason}<//>
    <${Field} label=${w.graphyEmail}><input class="in" name="email" type="email" autocomplete="off" required /><//>
    <${Field} label=${w.graphyPassword}><input class="in" name="password" type="password" autocomplete="off" required /><//><//>`;
}

function Card({ config, reload }) {
  const title = config.courseTitle;
  const path = `/api/graphy/sync/configs/${config.id}`;
  const then = work => async () => {
    await work();
    await reload();
  };
  const toggle = config.enabled ? w.pause : w.resume;
  return html`<li class="card col s"><h3><a href=${`/console/mrlearn/${config.id}`}>${title}</a></h3><p><${State} of=${config.lastSyncStatus} /></p>
    ${config.run && html`<${Progress} run=${config.run} title=${title} />`}
    <p class="small muted">${config.lastSyncedAt ? html`${w.lastSynced(config.lastSyncLearnerCount ?? 0)} <${Time} at=${config.lastSyncedAt} />` : w.neverSynced}
      ${config.enabled ? config.nextSyncAt && html`; ${w.nextAt} <${Time} at=${config.nextSyncAt} />` : `; ${w.paused}`}.</p>
    <div class="row wrap">${!config.run && html`
      <${Act} kind="pri" name=${`${w.sync}: ${title}`} on=${then(() => post(`${path}/run`))}>${w.sync}<//>
      <${Act} name=${`${w.fresh}: ${title}`} on=${then(() => post(`${path}/run?fast=true`))}>${w.fresh}<//>`}
      <${Act} kind="quiet" name=${`${toggle}: ${title}`} on=${then(async () => {
    await api('PATCH', path, { enabled: !config.enabled });
    say(config.enabled ? w.isPaused(title) : w.goesOn(title), 'good', () => api('PATCH', path, { enabled: config.enabled }).then(reload));
  })}>${toggle}<//></div></li>`;
}

/** Graphy is asked only when somebody wants to know. */
function Offer({ mirrored, reload }) {
  const [courses, setCourses] = useState(null);
  const others = (courses || []).filter(course => !mirrored.has(course.id));
  const mirror = async course => {
    await post('/api/graphy/sync/configs', { graphyCourseId: course.id });
    say(w.isMirrored(course.title), 'good');
    await reload();
  };
  return html`<section><h2>${w.others}</h2><${Act} on=${async () => setCourses((await get('/api/graphy/courses?limit=100')).items)}>${w.showOthers}<//>
    ${courses && html`<ul class="offer list card">${others.map(course => html`<li key=${course.id} class="row wrap"><span class="grow">${course.title}
      ${course.usersCount !== undefined && html` <span class="muted">${w.learners(course.usersCount)}</span>`}</span>
      <${Act} name=${`${w.mirror}: ${course.title}`} on=${() => mirror(course)}>${w.mirror}<//></li>`)}
      ${others.length === 0 && html`<li>${w.allMirrored}</li>`}</ul>`}</section>`;
}
