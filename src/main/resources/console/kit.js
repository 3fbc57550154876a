// A list with its filters, pages, drawer and forms, made of the contract: an administrator's page is a description of it.
import { api, ask, get, query, say } from './core.js';
import { contract, nameOf, operation, typeOf, valueName } from './contract.js';
import { Details, SchemaForm, Value } from './form.js';
import { aboutOf, go, nameOf as pageName } from './nav.js';
import { Act, Drawer, Head, Icon, Load, Pager, Search, Table, html, useData, useEvery, useState } from './ui.js';
import { words as w } from './words.js';

const PAGE = 25;
const MOVING_SECONDS = 2;
const fill = (path, row) => path.replace(/\{(\w+)\}/g, (all, key) => encodeURIComponent(row[key] ?? row.id));
/** Keys of a path that a person chooses, as of something that is made by PUT; they are no members of the body. */
const keysOf = path => [...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key).filter(key => key !== 'id');
const withoutKeys = (name, body) => Object.fromEntries(Object.entries(body).filter(([key]) => !keysOf(name).includes(key)));
const withKeys = ({ body, parameters }) => {
  const keys = parameters.filter(each => each.in === 'path' && each.name !== 'id');
  return { ...body, required: [...keys.map(each => each.name), ...body.required || []],
    properties: { ...Object.fromEntries(keys.map(each => [each.name, each.schema])), ...body.properties } };
};
const send = (name, row, body) => {
  const [method, path] = name.split(' ');
  return api(method, fill(path, row), body);
};

/** Asks the operations that a description names: {list, create, update} as the contract has them. */
export const useOperations = names => useData(async () => {
  const document = await contract();
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name).map(([key, name]) => [key, operation(document, name)]));
});

/**
 * Makes a screen of a description:
 *
 * `title`, `about` where they are not the page's; `list` and where they are there `create`, `update`, `remove`: operations such as `GET /api/admin/users`;
 * `columns`: keys of a row; `search` and `filters`: names of the list's parameters; `picks`: key → where a reference is chosen from;
 * `show`: key → how it is written, given the row; `name(row)`: what a row is called; `fields`: those of the forms, if not all;
 * `actions(row, reload)`: buttons of the drawer; `more(row, reload)`: what the drawer has beside its facts; `open`: the address of
 * a row's own screen, in place of the drawer; `whole`: the list has no pages; `isMoving(row)`: it is asked again while such a row is shown; `choices(row)` and `options`:
 * values that a form's field or a filter may have; `drawer(row, close, reload)`: a drawer of its own; `tools(user)`, `above(at)` and `below`: what
 * stands beside the title, over and under the list; `vanish(row)`: what deleting means, in words.
 */
export function admin(description) {
  const screen = ({ at, user }) => html`<${Admin} of=${description} at=${at} user=${user} />`;
  screen.keyOf = at => at.screen; // it stays while its filters and pages change
  return screen;
}

function Admin({ of, at, user }) {
  const operations = useOperations({ list: of.list, create: of.create, update: of.update });
  const [drawer, setDrawer] = useState(null);
  const asked = Object.fromEntries([...at.query].filter(([, value]) => value));
  const offset = Number(asked.offset) || 0;
  const [, path] = of.list.split(' ');
  const title = of.title || pageName(at.screen);
  const rows = useData(() => get(`${fill(path, { id: at.rest[0] })}${query({ ...asked, ...of.whole ? {} : { limit: PAGE, offset } })}`), [at.key]);
  useEvery(MOVING_SECONDS, () => of.isMoving && rows.data?.items.some(of.isMoving) && rows.reload());
  const keyOf = of.keyOf || (row => row.id);
  const look = more => go(`${location.pathname}${query({ ...asked, offset: '', ...more })}`, true);
  const show = of.show || {};
  const name = of.name || (row => row.name ?? row.fullName ?? row.id);

  const remove = async row => {
    if (await ask({ title: w.removeAsk(name(row)), body: of.vanish?.(row) || w.removeBody, yes: w.remove, no: w.keep, bad: true })) {
      await send(of.remove, row);
      setDrawer(null);
      await rows.reload();
      say(w.removed(name(row)), 'good');
    }
  };
  const save = async (operationName, row, body, done) => {
    const saved = await send(operationName, { ...row, ...body }, withoutKeys(operationName, body));
    setDrawer(null);
    await rows.reload();
    say(done, 'good');
    of.saved?.(saved);
  };
  const may = of.may?.(user) ?? true;

  return html`<${Head} title=${title} sub=${of.about ?? aboutOf(at.screen)}>${of.create && may && html`<button class="btn pri" aria-haspopup="dialog" onClick=${() => setDrawer({ create: true })}>
      <${Icon} name="plus" size=18 />${of.createName || w.create}</button>`}${of.tools?.(user)}<//>${of.above?.(at)}
    <${Load} of=${operations}>${({ list, create, update }) => {
    const schema = list.row;
    const cell = key => row => show[key] ? show[key](row) : html`<${Value} schema=${schema.properties?.[key]} value=${row[key]} />`;
    const first = row => of.open ? html`<a class="rowlink" href=${of.open(row)}>${cell(of.columns[0])(row)}</a>`
      : html`<button type="button" class="rowlink" aria-haspopup="dialog" onClick=${() => setDrawer({ row })}>${cell(of.columns[0])(row)}</button>`;
    const columns = of.columns.map((key, index) => [nameOf(key), index === 0 ? first : cell(key),
      ['integer', 'number'].includes(typeOf(schema.properties?.[key] || {})) ? 'n' : '']);
    const chosen = drawer?.row && (rows.data?.items.find(row => keyOf(row) === keyOf(drawer.row)) || drawer.row); // as it is by now
    const acts = drawer?.row && of.actions?.(chosen, async () => { setDrawer(null); await rows.reload(); }, user);
    return html`<div class="card flush"><div class="tools">
      ${of.search && html`<${Search} label=${w.searchIn(title)} value=${asked[of.search]} on=${text => look({ [of.search]: text })} />`}
      ${(of.filters || []).map(key => html`<${Filter} key=${key} name=${key} schema=${list.parameters.find(each => each.name === key)?.schema || {}} value=${asked[key]}
        pick=${of.picks?.[key]} values=${of.options?.[key]} on=${value => look({ [key]: value })} />`)}</div>
      <${Load} of=${rows}>${({ items, page }) => html`<${Table} label=${title} columns=${columns} rows=${items} keyOf=${keyOf} none=${of.none || w.nothing} />
        <${Pager} page=${page} shown=${items.length} on=${next => look({ offset: next || '' })} />`}<//></div>
      ${drawer?.create && html`<${Drawer} title=${of.createName || w.create} onClose=${() => setDrawer(null)}><${SchemaForm} schema=${withKeys(create)} fields=${of.createFields || of.fields}
        picks=${of.picks} hints=${of.hints} values=${of.values} button=${of.createName || w.create} on=${body => save(of.create, { id: at.rest[0] }, body, w.created(of.createName || ''))} /><//>`}
      ${drawer?.row && of.drawer?.(chosen, () => setDrawer(null), async () => { setDrawer(null); await rows.reload(); })}
      ${drawer?.row && !of.drawer && html`<${Drawer} title=${name(chosen)} sub=${of.sub?.(chosen)} onClose=${() => setDrawer(null)}
        foot=${(acts || of.remove && may) && html`${acts}${of.remove && may && html`<${Act} kind="quiet" on=${() => remove(chosen)}>${w.remove}<//>`}`}>
        <${Details} schema=${schema} value=${chosen} show=${show} only=${of.details} />${of.more?.(chosen, rows.reload, user)}
        ${update && may && html`<h3>${w.change}</h3><${SchemaForm} schema=${update.body} fields=${of.fields} value=${chosen} whole=${of.update.startsWith('PUT')} options=${of.choices?.(chosen)} picks=${of.picks} hints=${of.hints} button=${w.save}
          on=${body => save(of.update, chosen, body, w.saved)} />`}<//>`}`;
  }}<//>${of.below}`;
}

/** One filter of a list: a choice of the parameter's values, or of things of another list. */
function Filter({ name, schema, value, pick, values, on }) {
  const found = useData(() => pick ? get(`${pick.list}${query({ ...pick.query, limit: 100 })}`).then(answer => answer.items || answer) : null);
  const choices = pick ? (found.data || []).map(row => [row.id, pick.text(row)])
    : schema.type === 'boolean' ? [['true', w.yes], ['false', w.no]] : (values || schema.enum || []).map(each => [each, valueName(each)]);
  if (choices.length === 0 && (schema.format === 'date' || schema.type === 'string' && !pick)) {
    return html`<label class="filter"><span>${nameOf(name)}</span><input class="in" type=${schema.format === 'date' ? 'date' : 'text'} defaultValue=${value || ''}
      onChange=${event => on(event.target.value)} /></label>`;
  }
  return html`<label class="filter"><span>${nameOf(name)}</span><select class="in" onChange=${event => on(event.target.value)}>${!schema.default && html`<option value="">${w.all}</option>`}${choices.map(([key, text]) => html`
    <option value=${key} selected=${key === (value ?? schema.default)}>${text}</option>`)}</select></label>`;
}
