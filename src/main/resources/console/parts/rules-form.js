// The rules as fields: a group for each part, a table where there are many alike. What differs from the rules is the change.
import { number } from '../core.js';
import { nameOf } from '../contract.js';
import { Field, html } from '../ui.js';
import { words } from '../words.js';

const w = words.rules;
const WRITTEN = ['name', 'about']; // texts that people may change; other texts are names of things
const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);
const called = key => w.names[key] || words.student.types[key] || nameOf(String(key));
const isRow = value => isObject(value) && Object.values(value).every(each => !isObject(each) || Object.values(each).every(deep => !isObject(deep)));
/** Objects that are all alike are rows of a table: awards by type, badges, levels. */
const isTable = value => Array.isArray(value) ? value.length > 0 && value.every(isRow) : isObject(value) && Object.keys(value).length > 4 && Object.values(value).every(isRow);
const rowName = (row, key) => row.name || row.id || (row.level !== undefined ? w.level_(row.level) : isNaN(key) ? called(key) : w.row(Number(key) + 1));

function Scalar({ value, path, label }) {
  const shared = { 'data-path': JSON.stringify(path), 'aria-label': label };
  if (typeof value === 'number') {
    return html`<input class="in" type="number" step="any" required ...${shared} defaultValue=${value} />`;
  }
  return typeof value === 'boolean' ? html`<input type="checkbox" ...${shared} defaultChecked=${value} />`
    : html`<input class="in" required maxlength="200" ...${shared} defaultValue=${value} />`;
}

const isEditable = (key, value) => typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' && WRITTEN.includes(key);

function Cell({ value, name, path, row }) {
  if (value === undefined || value === null) {
    return '–';
  }
  if (isObject(value)) {
    return html`<div class="row wrap">${Object.entries(value).map(([key, each]) => html`<label class="filter"><span>${called(key)}</span>${isEditable(key, each)
      ? html`<${Scalar} value=${each} path=${[...path, key]} label=${`${row}, ${called(key)}`} />` : html`<span>${called(each)}</span>`}</label>`)}</div>`;
  }
  return isEditable(name, value) && name !== 'level' ? html`<${Scalar} value=${value} path=${path} label=${`${row}, ${called(name)}`} />` : called(value);
}

function Rows({ value, path, label }) {
  const rows = Object.entries(value);
  const columns = [...new Set(rows.flatMap(([, row]) => Object.keys(row)))].filter(key => key !== 'id' && !(Array.isArray(value) && key === 'level'));
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}><table class="stack"><thead><tr><th scope="col">${label}</th>${columns.map(key => html`<th scope="col">${called(key)}</th>`)}</tr></thead>
    <tbody>${rows.map(([key, row]) => html`<tr key=${key}><th scope="row">${rowName(row, key)}</th>${columns.map(column => html`<td data-name=${called(column)}>
      <${Cell} value=${row[column]} name=${column} path=${[...path, key, column]} row=${rowName(row, key)} /></td>`)}</tr>`)}</tbody></table></div>`;
}

function Group({ value, path, label }) {
  if (isTable(value)) {
    return html`<${Rows} value=${value} path=${path} label=${label} />`;
  }
  const entries = Object.entries(value);
  const simple = entries.filter(([key, each]) => isEditable(key, each) || Array.isArray(each) && !isTable(each));
  return html`<div class="fields">${simple.map(([key, each]) => Array.isArray(each)
    ? html`<${Field} key=${key} label=${called(key)} hint=${w.listHint}><input class="in" data-path=${JSON.stringify([...path, key])} data-list=${typeof each[0] === 'string' ? 'text' : 'number'} defaultValue=${each.join(', ')} /><//>`
    : typeof each === 'boolean' ? html`<label class="check" key=${key}><input type="checkbox" data-path=${JSON.stringify([...path, key])} defaultChecked=${each} />${called(key)}</label>`
      : html`<${Field} key=${key} label=${called(key)}><input class="in" type=${typeof each === 'number' ? 'number' : 'text'} step="any" required data-path=${JSON.stringify([...path, key])} defaultValue=${each} /><//>`)}</div>
    ${entries.filter(([key, each]) => !simple.some(([known]) => known === key) && each !== null && typeof each === 'object').map(([key, each]) => isTable(each) ? html`<${Rows} key=${key} value=${each} path=${[...path, key]} label=${called(key)} />`
      : html`<fieldset key=${key}><legend>${called(key)}</legend><${Group} value=${each} path=${[...path, key]} label=${called(key)} /></fieldset>`)}`;
}

const ORDER = ['xp', 'multipliers', 'streaks', 'levels', 'badges'];
const place = key => ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length;
/** Fields of all rules; the form around them is given to `changesOf`. */
export const RulesFields = ({ rules }) => Object.entries(rules).filter(([, value]) => value !== null && typeof value === 'object').sort(([a], [b]) => place(a) - place(b)).map(([key, value], index) => html`
  <details key=${key} class="card" open=${index === 0}><summary><strong>${called(key)}</strong></summary><${Group} value=${value} path=${[key]} label=${called(key)} /></details>`);

function difference(from, to) {
  const changes = {};
  for (const [key, value] of Object.entries(to)) {
    if (isObject(value) && isObject(from[key])) {
      const deeper = difference(from[key], value);
      Object.keys(deeper).length > 0 && Object.assign(changes, { [key]: deeper });
    } else if (JSON.stringify(value) !== JSON.stringify(from[key])) {
      changes[key] = value;
    }
  }
  return changes;
}

/** Returns the differences between the rules and the fields of a form, as the server merges them; lists are whole. */
export function changesOf(form, rules) {
  const next = structuredClone(rules);
  for (const field of form.querySelectorAll('[data-path]')) {
    const path = JSON.parse(field.dataset.path);
    const last = path.pop();
    const holder = path.reduce((place, key) => place[key], next);
    const parts = () => field.value.split(',').map(each => each.trim()).filter(Boolean);
    holder[last] = field.type === 'checkbox' ? field.checked : field.dataset.list === 'number' ? parts().map(Number) : field.dataset.list ? parts()
      : typeof holder[last] === 'number' ? Number(field.value) : field.value.trim();
  }
  return difference(rules, next);
}

/** Writes a change in words: [place, before, after] for each value. */
export function inWords(changes, rules, place = []) {
  return Object.entries(changes).flatMap(([key, value]) => {
    const before = rules?.[key];
    const here = [...place, called(key)];
    if (isObject(value)) {
      return inWords(value, before, here);
    }
    if (Array.isArray(value) && value.some(isObject)) {
      return value.flatMap((row, index) => inWords(difference(before?.[index] || {}, row), before?.[index], [...here, rowName(row, String(index))]));
    }
    const write = each => each === undefined ? '–' : Array.isArray(each) ? each.join(', ') : typeof each === 'number' ? number(each) : String(each);
    return [[here.join(', '), write(before), write(value)]];
  });
}
