// Rules of XP, streaks and levels as a form: tried on all ledgers first, then published from a day on.
import { ask, day, get, number, post, say } from '../core.js';
import { Chart } from '../parts/chart.js';
import { Name } from '../parts/names.js';
import { RulesFields, changesOf, inWords } from '../parts/rules-form.js';
import { nameOf } from '../nav.js';
import { Act, Field, Form, Head, Kpis, Load, Note, Table, Time, html, useData, useEffect, useRef, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.rules;
const STEP_MS = 1000;
const tomorrow = () => new Date(Date.now() + 19_800_000 + 86_400_000).toISOString().slice(0, 10);
const Changes = ({ of, rules }) => html`<ul class="bullets">${inWords(of, rules).map(([place, before, after]) => html`<li><strong>${place}</strong>: ${w.change(before, after)}</li>`)}</ul>`;

export default function Rules() {
  const rules = useData(async () => {
    const [now, versions] = await Promise.all([get('/api/admin/gamification/rules'), get('/api/admin/gamification/rules/versions?limit=50')]);
    return { now, versions: versions.items };
  });
  const [rehearsal, setRehearsal] = useState(null);
  const fields = useRef();
  const [wrong, setWrong] = useState(null);

  /** Reads the form, or says that nothing is changed; answers null then. */
  const changed = () => {
    if (!fields.current.checkValidity()) {
      fields.current.querySelectorAll('details').forEach(part => { part.open ||= part.querySelector(':invalid') !== null; });
      fields.current.reportValidity();
      return null;
    }
    const changes = changesOf(fields.current, rules.data.now.rules);
    setWrong(null);
    if (Object.keys(changes).length === 0) {
      say(words.unchanged);
      return null;
    }
    return changes;
  };
  const rehearse = async () => {
    const changes = changed();
    if (changes) {
      await post('/api/admin/gamification/rehearsals', { changes }).then(started => setRehearsal({ ...started, changes }), setWrong);
    }
  };
  const publish = async (form, { validFrom, note }) => {
    const changes = changed();
    if (changes && await ask({ title: w.publishAsk(day(validFrom)), body: html`${w.publishBody}<${Changes} of=${changes} rules=${rules.data.now.rules} />`, yes: w.publish, no: words.leaveIt })) {
      await post('/api/admin/gamification/rules', { changes, validFrom, note });
      await rules.reload();
      setRehearsal(null);
      say(w.published(day(validFrom)), 'good');
    }
  };
  return html`<${Head} title=${nameOf('rules')} sub=${rules.data && (rules.data.now.validFrom ? w.since(day(rules.data.now.validFrom)) : w.ofFile)} />
    <${Load} of=${rules}>${({ now, versions }) => html`<form ref=${fields} class="col" aria-label=${w.now} onSubmit=${event => event.preventDefault()}><${RulesFields} key=${JSON.stringify(now.rules)} rules=${now.rules} /></form>
      ${wrong && html`<${Note} kind="bad" icon="alert"><div role="alert"><p>${wrong.message}</p><ul class="bullets">${(wrong.errors || []).map(error => html`<li>${error.message}</li>`)}</ul></div><//>`}
      <div class="grid two"><section class="card col"><h2>${w.rehearse}</h2><p class="muted">${w.rehearseAbout}</p><div><${Act} icon="play" on=${rehearse}>${w.rehearse}<//></div></section>
      <section class="card col"><h2>${w.publish}</h2><p class="muted">${w.publishAbout}</p><${Form} on=${publish} fail=${setWrong} button=${w.publish} icon="check">
        <${Field} label=${words.fields.validFrom}><input class="in" type="date" name="validFrom" required min=${tomorrow()} defaultValue=${tomorrow()} /><//>
        <${Field} label=${w.why}><input class="in" name="note" required maxlength="300" /><//><//></section></div>
      ${rehearsal && html`<${Result} key=${rehearsal.id} id=${rehearsal.id}><${Changes} of=${rehearsal.changes} rules=${now.rules} /><//>`}
      <section><h2>${w.versions}</h2><div class="card flush"><${Table} label=${w.versions} rows=${versions} keyOf=${each => each.number} none=${w.noVersions} columns=${[
    [w.number, each => html`<strong>${each.number}</strong>`], [w.from, each => day(each.validFrom)], [w.why, each => each.note], [w.changes, each => html`<${Changes} of=${each.changes} rules=${{}} />`],
    [w.by, each => html`<${Name} id=${each.publishedBy} plain />`], [w.at, each => html`<${Time} at=${each.publishedAt} />`]]} /></div></section>`}<//>`;
}

/** Follows a rehearsal until it is finished. */
function Result({ id, children }) {
  const found = useData(() => get(`/api/admin/gamification/rehearsals/${id}`));
  const finished = found.data?.finished;
  useEffect(() => {
    const timer = finished ? 0 : setInterval(found.reload, STEP_MS);
    return () => clearInterval(timer);
  }, [finished]);
  return html`<section aria-live="polite" class="col"><h2>${w.result}</h2>${children}<${Load} of=${found}>${({ result }) => !result ? html`<${Note}>${w.running}<//>` : html`
    <${Kpis} of=${[[w.students, number(result.students)], [w.higher, number(result.higher), '', result.higher > 0 && 'up'], [w.lower, number(result.lower), '', result.lower > 0 && 'down']]} />
    ${result.levels.length > 0 && html`<${Chart} title=${w.levels} labels=${result.levels.map(each => String(each.level))} series=${[{ name: w.today, colour: 'd1', values: result.levels.map(each => each.now) },
    { name: w.then, colour: 'd2', values: result.levels.map(each => each.then) }]} />`}
    <div class="card flush"><${Table} label=${w.changed} rows=${result.changes} keyOf=${each => each.userId} none=${w.nobodyChanges} columns=${[[w.person, each => html`<${Name} id=${each.userId} />`],
    [w.level, each => w.fromTo(each.levelNow, each.levelThen), 'n'], [w.xp, each => w.fromTo(each.xpNow, each.xpThen), 'n']]} /></div>`}<//></section>`;
}
