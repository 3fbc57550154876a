// Outside issuers: how the sync of each stands, what it does now, what it did, and what it did not keep; their scheduler.
import { get, number, post, query, say } from '../core.js';
import { tally } from '../parts/tally.js';
import { Act, Badge, Drawer, Empty, Facts, Head, Load, Note, Pager, Table, Time, html, useData, useEvery, useState } from '../ui.js';
import { words as w } from '../words/outside.js';

const PATH = '/admin/external-sync';
const SECONDS = 2;
const SHOWN = 10;
const FOUND = 50;
const COLOURS = { idle: 'idle', running: 'run', completed: 'ok', failed: 'bad' };
const ENDS = { running: 'run', completed: 'ok', partial: 'run', failed: 'bad', cancelled: 'idle' };

/** Says why an issuer cannot be synced; null when it can. */
export const obstacle = one => !one.enabled ? w.off : one.has_issuer ? null : w.blocked;

const sync = async (id, told, reload) => {
  await post(`${PATH}/trigger`, id ? { provider_id: id } : {});
  say(told, 'good');
  await reload();
};

function Issuer({ of, reload }) {
  const state = of.sync_state;
  const isRunning = state.status === 'running';
  const why = obstacle(of);
  return html`<article class="card col s" aria-labelledby=${`outside-${of.id}`}>
    <div class="row wrap"><h2 id=${`outside-${of.id}`} class="grow">${of.name}</h2><${Badge} kind=${COLOURS[state.status]}>${w.states[state.status]}<//></div>
    ${why && html`<${Note} kind="run" icon="alert">${why}<//>`}
    <${Facts} of=${[[w.synced, number(state.credentials_synced)], [w.last, html`<${Time} at=${state.last_sync_at} />`], [w.lastGood, html`<${Time} at=${state.last_successful_sync_at} />`]]} />
    ${isRunning && html`<p role="status">${tally(of.run?.counts)}</p>`}
    ${state.errors.length > 0 && html`<details open=${state.status === 'failed'}><summary>${w.told(state.errors.length)}</summary><ul>${state.errors.map(each => html`<li>${each}</li>`)}</ul></details>`}
    ${!why && !isRunning && html`<p><${Act} kind="s" icon="sync" name=${`${w.sync}: ${of.name}`} on=${() => sync(of.id, w.begins(of.name), reload)}>${w.sync}<//></p>`}</article>`;
}

function Scheduler({ of, reload }) {
  const turn = async () => {
    await post(`${PATH}/scheduler/${of.running ? 'stop' : 'start'}`);
    say(of.running ? w.stopped : w.started, 'good');
    await reload();
  };
  return html`<section class="card col s" aria-labelledby="outside-scheduler"><div class="row wrap"><h2 id="outside-scheduler" class="grow">${w.scheduler}</h2>
    <${Badge} kind=${of.running ? 'ok' : 'idle'}>${of.running ? w.runs : w.rests}<//></div>
    <${Facts} of=${[[w.every, w.hours(of.interval_hours)], [w.last, html`<${Time} at=${of.last_sync_at} />`], of.running && [w.next, html`<${Time} at=${of.next_sync_at} />`]]} />
    <p><${Act} kind="s" name=${of.running ? w.stop : w.start} on=${turn}>${of.running ? w.stop : w.start}<//></p></section>`;
}

function Errors({ of, name, onClose }) {
  const [offset, setOffset] = useState(0);
  const found = useData(() => get(`${PATH}/history/${of.id}/errors${query({ limit: FOUND, offset })}`), [of.id, offset]);
  return html`<${Drawer} title=${w.notKept} sub=${name} onClose=${onClose}><p>${tally(of.counts)}</p>${of.error && html`<${Note} kind="bad" icon="alert">${of.error}<//>`}
    <${Load} of=${found}>${({ items, page }) => html`<${Table} label=${w.notKept} rows=${items} keyOf=${row => row.number} none=${w.allKept} columns=${[[w.place, row => html`<code>${row.place}</code>`],
    [w.why, row => row.message]]} /><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//><//>`;
}

function History({ of: { items, page }, names, on }) {
  const [looked, look] = useState(null);
  return html`<div class="card flush"><${Table} label=${w.history} rows=${items} none=${w.never} columns=${[
    [w.when, row => html`<${Time} at=${row.startedAt} /><br /><span class="small muted">${w.triggers[row.trigger]}</span>`], [w.issuer, row => names[row.provider] || row.provider],
    [w.result, row => html`<${Badge} kind=${ENDS[row.status]}>${w.ends[row.status]}<//>`], [w.did, row => html`<span class="small">${tally(row.counts)}</span>`],
    ['', row => html`<button type="button" class="btn s quiet" aria-label=${`${w.look}: ${names[row.provider] || row.provider}`} onClick=${() => look(row)}>${w.look}</button>`]]} />
    <${Pager} page=${page} shown=${items.length} on=${on} /></div>${looked && html`<${Errors} of=${looked} name=${names[looked.provider] || looked.provider} onClose=${() => look(null)} />`}`;
}

export function Outside({ above }) {
  const [offset, setOffset] = useState(0);
  const all = useData(async () => {
    const [status, history] = await Promise.all([get(`${PATH}/status`), get(`${PATH}/history${query({ limit: SHOWN, offset })}`)]);
    return { ...status, history };
  }, [offset]);
  useEvery(SECONDS, all.reload);
  const free = all.data?.providers.some(each => !obstacle(each) && each.sync_state.status !== 'running');
  return html`<${Head} title=${w.title} sub=${w.about}>${free && html`<${Act} kind="pri" icon="sync" on=${() => sync(null, w.allBegin, all.reload)}>${w.syncAll}<//>`}<//>${above}
    <${Load} of=${all}>${({ scheduler, providers, history }) => providers.length === 0 ? html`<${Empty} icon="sync" title=${w.none}>${w.noneWhy}<//>` : html`<div class="col">
      <${Scheduler} of=${scheduler} reload=${all.reload} /><div class="grid two">${providers.map(each => html`<${Issuer} key=${each.id} of=${each} reload=${all.reload} />`)}</div>
      <h2>${w.history}</h2><${History} of=${history} names=${Object.fromEntries(providers.map(each => [each.id, each.name]))} on=${setOffset} /></div>`}<//>`;
}
