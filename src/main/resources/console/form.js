// A form that is made of a schema of the contract: its fields, their bounds, and what the server says is wrong with each.
import { day, fromField, get, number, query, say, toField } from './core.js';
import { mayBeNull, nameOf, typeOf, valueName } from './contract.js';
import { Badge, Facts, Field, Form, Note, Search, Time, html, useData, useState } from './ui.js';
import { words as w } from './words.js';

const LONG = 254;

/** Shows a value as its schema says. */
export function Value({ schema = {}, value }) {
  if (value === undefined || value === null || value === '') {
    return '–';
  }
  if (typeof value === 'boolean') {
    return value ? html`<${Badge} kind="ok">${w.yes}<//>` : w.no;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? '–' : value.map(each => typeof each === 'object' ? JSON.stringify(each) : valueName(each)).join(', ');
  }
  if (schema.format === 'date-time') {
    return html`<${Time} at=${value} />`;
  }
  return schema.format === 'date' ? day(value) : schema.enum ? valueName(value) : typeof value === 'number' ? number(value)
    : typeof value === 'object' ? html`<code>${JSON.stringify(value)}</code>` : String(value);
}

/** Facts of a thing, by the schema's order; identifiers of others are left out unless `show` has a way to write them. */
export const Details = ({ schema, value, only, show = {} }) => html`<${Facts} of=${(only || Object.keys(schema.properties || {}))
  .filter(key => value[key] !== undefined && (only || show[key] || !(key === 'id' || schema.properties[key].format === 'uuid')))
  .map(key => [nameOf(key), show[key] ? show[key](value) : html`<${Value} schema=${schema.properties?.[key]} value=${value[key]} />`])} />`;

/** A reference to another thing: found by a search, chosen from a list. `pick`: {list, text(row), query, search}; `search` is null where there is none. */
function Pick({ name, value, pick, required, ...rest }) {
  const [text, setText] = useState('');
  const found = useData(() => get(`${pick.list}${query({ ...pick.query, limit: 50, ...pick.search !== null && { search: text } })}`).then(answer => answer.items || answer), [text]);
  const rows = found.data || [];
  return html`<div class="col s">${pick.search !== null && html`<${Search} label=${w.findIn(nameOf(name))} on=${setText} />`}
    <select class="in" name=${name} required=${required} ...${rest}><option value="">${required ? w.choose : w.none}</option>
    ${value && !rows.some(row => row.id === value) && html`<option value=${value} selected>${w.asItIs}</option>`}
    ${rows.map(row => html`<option value=${row.id} selected=${row.id === value}>${pick.text(row)}</option>`)}</select></div>`;
}

function Input({ name, schema, value, required, pick, options, ...rest }) {
  const type = typeOf(schema);
  const shared = { name, required, ...rest };
  if (pick) {
    return html`<${Pick} name=${name} value=${value} pick=${pick} required=${required} ...${rest} />`;
  }
  if (schema.enum || options) {
    const values = options || schema.enum.filter(each => each !== null);
    return html`<select class="in" ...${shared}>${!required && html`<option value="">${w.none}</option>`}${values.map(each => html`
      <option value=${each} selected=${each === (value ?? schema.default)}>${valueName(each)}</option>`)}</select>`;
  }
  if (type === 'integer' || type === 'number') {
    return html`<input class="in" type="number" ...${shared} defaultValue=${value ?? ''} min=${schema.minimum} max=${schema.maximum} step=${type === 'integer' ? 1 : 'any'} />`;
  }
  if (schema.format === 'date') {
    return html`<input class="in" type="date" ...${shared} defaultValue=${value ?? ''} />`;
  }
  if (schema.format === 'date-time') {
    return html`<input class="in" type="datetime-local" ...${shared} defaultValue=${value ? toField(value) : ''} />`;
  }
  if (type === 'object' || type === 'array') {
    return html`<textarea class="in mono" rows="4" ...${shared} required=${required && type === 'object'} data-kind=${type} defaultValue=${value === undefined ? '' : type === 'array' && schema.items?.type === 'string'
      ? value.join('\n') : JSON.stringify(value, null, 2)} />`;
  }
  if (schema.maxLength > LONG && !schema.format) {
    return html`<textarea class="in" rows="3" ...${shared} maxlength=${schema.maxLength} defaultValue=${value ?? ''} />`;
  }
  const kinds = { password: 'password', email: 'email', uri: 'url' };
  return html`<input class="in" type=${kinds[schema.format] || (name === 'email' ? 'email' : 'text')} ...${shared} defaultValue=${value ?? ''} minlength=${schema.minLength > 1 ? schema.minLength : null}
    maxlength=${schema.maxLength} autocomplete=${schema.format === 'password' ? 'new-password' : 'off'} />`;
}

/** A schema whose objects of known members are members of their own, such as `look.accent`: what a form shows as fields. */
function flat(schema, value) {
  const properties = {};
  const required = [...schema.required || []];
  const values = { ...value };
  for (const [key, property] of Object.entries(schema.properties)) {
    const inner = typeOf(property) === 'object' && property.properties;
    if (!inner) {
      properties[key] = property;
      continue;
    }
    for (const [name, each] of Object.entries(inner)) {
      properties[`${key}.${name}`] = { ...each, type: [typeOf(each), 'null'] };
      values[`${key}.${name}`] = value?.[key]?.[name];
    }
  }
  return { schema: { ...schema, properties, required: required.filter(key => properties[key]) }, value: value && values };
}

/** Puts members such as `look.accent` back into their objects; an object of which nothing is there is null when it was there. */
function nested(body, schema, before) {
  const whole = {};
  for (const [key, value] of Object.entries(body)) {
    const [outer, inner] = key.split('.');
    if (!inner) {
      whole[key] = value;
    } else if (value !== null) {
      whole[outer] = { ...whole[outer] ?? before?.[outer], [inner]: value };
    } else if (whole[outer] ?? before?.[outer]) {
      const { [inner]: gone, ...rest } = whole[outer] ?? before[outer];
      whole[outer] = Object.keys(rest).length > 0 ? rest : null;
    }
  }
  return whole;
}

/** Reads the form's fields into a body; `before` is what is there already: then only what differs is sent. */
function read(form, schema, fields, before) {
  const body = {};
  for (const key of fields) {
    const property = schema.properties[key];
    const type = typeOf(property);
    const field = form.elements[key];
    let value;
    if (type === 'boolean') {
      value = field.checked;
    } else if (type === 'array' && property.items?.enum) {
      value = [...form.querySelectorAll(`[name="${key}"]:checked`)].map(box => box.value);
    } else {
      const text = field.value.trim();
      value = text === '' ? (type === 'array' && schema.required?.includes(key) ? [] : undefined) : type === 'integer' || type === 'number' ? Number(text) : property.format === 'date-time' ? fromField(text)
        : field.dataset.kind === 'array' && property.items?.type === 'string' ? text.split('\n').map(line => line.trim()).filter(Boolean)
          : field.dataset.kind ? JSON.parse(text) : text;
    }
    const old = before?.[key];
    if (value === undefined) {
      if (before && old !== undefined && mayBeNull(property)) {
        body[key] = null;
      }
    } else if (!before || JSON.stringify(value) !== JSON.stringify(old) && !(property.format === 'date-time' && old && toField(old) === toField(value))) {
      body[key] = value;
    }
  }
  return body;
}

/**
 * Fields of a body's schema with a button. `picks`: key → {list, text}; `value`: what is there, when it is changed;
 * `whole`: all fields are sent, as a replacement, not only those that changed; `on(body)` sends it, and a Problem's errors are shown at their fields.
 */
export function SchemaForm({ schema: given, fields, value: held, whole, button, on, picks = {}, hints = {}, options = {}, values = {}, children }) {
  const [errors, setErrors] = useState({});
  const [wrong, setWrong] = useState('');
  const { schema, value } = flat(given, held);
  const keys = (fields || Object.keys(schema.properties)).filter(key => schema.properties[key]);
  const submit = async form => {
    setErrors({});
    setWrong('');
    const body = nested(read(form, schema, keys, whole ? undefined : value), schema, whole ? undefined : held);
    if (value && !whole && Object.keys(body).length === 0) {
      say(w.unchanged);
    } else {
      await on(body);
    }
  };
  const fail = (problem, form) => {
    setErrors(Object.fromEntries((problem.errors || []).flatMap(error => { const parts = error.path.split('/').filter(Boolean); return [[parts[0], error.message], [parts.slice(0, 2).join('.'), error.message]]; })));
    setWrong(problem instanceof SyntaxError ? w.notJson : problem.message);
    setTimeout(() => form.querySelector('[aria-invalid=true]')?.focus());
  };
  return html`<${Form} on=${submit} fail=${fail} button=${button} icon="check" autocomplete="off">${keys.map(key => {
    const property = schema.properties[key];
    const now = value?.[key] ?? values[key];
    if (typeOf(property) === 'boolean') {
      return html`<label class="check" key=${key}><input type="checkbox" name=${key} defaultChecked=${now ?? property.default ?? false} />${nameOf(key)}</label>`;
    }
    if (typeOf(property) === 'array' && property.items?.enum) {
      return html`<fieldset key=${key}><legend>${nameOf(key)}</legend><div class="row wrap">${property.items.enum.map(each => html`
        <label class="check"><input type="checkbox" name=${key} value=${each} defaultChecked=${(now || []).includes(each)} />${valueName(each)}</label>`)}</div></fieldset>`;
    }
    const required = schema.required?.includes(key) && !(value && mayBeNull(property));
    return html`<${Field} key=${key} label=${required || value ? nameOf(key) : w.optional(nameOf(key))} error=${errors[key]}
      hint=${hints[key] || (property.format === 'date-time' ? w.inIndia : typeOf(property) === 'array' ? w.onePerLine : property.examples?.[0] && w.forExample(typeof property.examples[0] === 'object' ? JSON.stringify(property.examples[0]) : property.examples[0]))}>
      <${Input} name=${key} schema=${property} value=${now} required=${required} pick=${picks[key]} options=${options[key]} /><//>`;
  })}${children}${wrong && html`<${Note} kind="bad" icon="alert"><span role="alert">${wrong}</span><//>`}<//>`;
}
