// Rules of XP, streaks and levels: tried on all ledgers first, then published from a day on.
import { ask, day, get, number, post, say } from '../core.js';
import { useOperations } from '../kit.js';
import { SchemaForm } from '../form.js';
import { Chart } from '../parts/chart.js';
import { Name } from '../parts/names.js';
import { nameOf } from '../nav.js';
import { Head, Kpis, Load, Note, Table, Time, html, useData, useEffect, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.rules;
const STEP_MS = 1000;
const tomorrow = () => new Date(Date.now() + 19_800_000 + 86_400_000).toISOString().slice(0, 10);

export default function Rules() {
  const rules = useData(async () => {
    const [now, versions] = await Promise.all([get('/api/admin/gamification/rules'), get('/api/admin/gamification/rules/versions?limit=50')]);
    return { now, versions: versions.items };
  });
  const operations = useOperations({ rehearse: 'POST /api/admin/gamification/rehearsals', publish: 'POST /api/admin/gamification/rules' });
  const [rehearsal, setRehearsal] = useState(null);
  const publish = async body => {
    if (await ask({ title: w.publishAsk(day(body.validFrom)), body: w.publishBody, yes: w.publish, no: words.leave })) {
      await post('/api/admin/gamification/rules', body);
      await rules.reload();
      say(w.published(day(body.validFrom)), 'good');
    }
  };
  return html`<${Head} title=${nameOf('rules')} sub=${rules.data && (rules.data.now.validFrom ? w.since(day(rules.data.now.validFrom)) : w.ofFile)} />
    <div class="grid two"><section class="card col"><h2>${w.rehearse}</h2><p class="muted">${w.rehearseAbout}</p><${Load} of=${operations}>${({ rehearse }) => html`<${SchemaForm} schema=${rehearse.body}
      button=${w.rehearse} on=${async body => setRehearsal({ ...await post('/api/admin/gamification/rehearsals', body), changes: body.changes })} />`}<//></section>
    <section class="card col"><h2>${w.publish}</h2><p class="muted">${w.publishAbout}</p><${Load} of=${operations}>${({ publish: { body } }) => html`<${SchemaForm} key=${rehearsal?.id} schema=${body}
      fields=${['changes', 'validFrom', 'note']} values=${{ validFrom: tomorrow(), changes: rehearsal?.changes }} button=${w.publish} on=${publish} />`}<//></section></div>
    ${rehearsal && html`<${Result} key=${rehearsal.id} id=${rehearsal.id} />`}
    <${Load} of=${rules}>${({ now, versions }) => html`<section><h2>${w.versions}</h2><div class="card flush"><${Table} label=${w.versions} rows=${versions} keyOf=${each => each.number} none=${w.noVersions} columns=${[
    [w.number, each => html`<strong>${each.number}</strong>`], [w.from, each => day(each.validFrom)], [w.why, each => each.note], [w.changes, each => html`<code>${JSON.stringify(each.changes)}</code>`],
    [w.by, each => html`<${Name} id=${each.publishedBy} plain />`], [w.at, each => html`<${Time} at=${each.publishedAt} />`]]} /></div></section>
      <details><summary>${w.now}</summary><pre tabindex="0" role="region" aria-label=${w.now}>${JSON.stringify(now.rules, null, 2)}</pre></details>`}<//>`;
}

/** Follows a rehearsal until it is finished. */
function Result({ id }) {
  const found = useData(() => get(`/api/admin/gamification/rehearsals/${id}`));
  const finished = found.data?.finished;
  useEffect(() => {
    const timer = finished ? 0 : setInterval(found.reload, STEP_MS);
    return () => clearInterval(timer);
  }, [finished]);
  return html`<section aria-live="polite" class="col"><h2>${w.result}</h2><${Load} of=${found}>${({ result }) => !result ? html`<${Note}>${w.running}<//>` : html`
    <${Kpis} of=${[[w.students, number(result.students)], [w.higher, number(result.higher), '', result.higher > 0 && 'up'], [w.lower, number(result.lower), '', result.lower > 0 && 'down']]} />
    ${result.levels.length > 0 && html`<${Chart} title=${w.levels} labels=${result.levels.map(each => String(each.level))} series=${[{ name: w.today, colour: 'd1', values: result.levels.map(each => each.now) },
    { name: w.then, colour: 'd2', values: result.levels.map(each => each.then) }]} />`}
    <div class="card flush"><${Table} label=${w.changed} rows=${result.changes} keyOf=${each => each.userId} none=${w.nobodyChanges} columns=${[[w.person, each => html`<${Name} id=${each.userId} />`],
    [w.level, each => w.fromTo(each.levelNow, each.levelThen), 'n'], [w.xp, each => w.fromTo(each.xpNow, each.xpThen), 'n']]} /></div>`}<//></section>`;
}
