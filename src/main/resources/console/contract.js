// The contract of the API as the signed-in person may read it: what an operation takes and gives.
import { accessToken, Problem } from './core.js';
import { words as w } from './words.js';

let loading;

async function load() {
  const response = await fetch('/console/openapi.json', { headers: { authorization: `Bearer ${await accessToken()}` } });
  if (!response.ok) {
    loading = null;
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response.json();
}

/** Returns the document, asked for once. */
export const contract = () => loading ??= load();

function follow(document, node) {
  let here = node || {};
  for (let hops = 0; here.$ref && hops < 16; hops++) {
    const { $ref, ...beside } = here; // a description or bound beside it holds for this use
    here = { ...$ref.slice(2).split('/').reduce((place, key) => place?.[key.replaceAll('~1', '/')], document), ...beside };
  }
  return here;
}

/** A schema with its references resolved, down to its properties and items. */
export function resolve(document, schema, depth = 4) {
  const here = follow(document, schema);
  return depth === 0 ? here : {
    ...here,
    ...here.properties && { properties: Object.fromEntries(Object.entries(here.properties).map(([key, value]) => [key, resolve(document, value, depth - 1)])) },
    ...here.items && { items: resolve(document, here.items, depth - 1) },
  };
}

/** The schema of `data` in a response; one that refers to another may have the envelope beside the reference. */
function answerOf(document, response) {
  const seen = [response, response?.$ref && follow(document, { $ref: response.$ref })].map(each => each?.content?.['application/json']?.schema)
    .filter(Boolean).map(schema => resolve(document, schema, 5)).map(schema => schema.properties?.success ? schema.properties.data : schema);
  return seen.find(schema => schema?.type || schema?.properties) || {};
}

/** An operation by its method and path, such as `GET /api/admin/users`: {summary, body, parameters, answer, row}. */
export function operation(document, name) {
  const [method, path] = name.split(' ');
  const found = document.paths[path]?.[method.toLowerCase()];
  if (!found) {
    throw new Problem(0, { message: w.noOperation(name) });
  }
  const content = (found.requestBody?.content) || {};
  const answer = answerOf(document, found.responses[Object.keys(found.responses).find(status => status.startsWith('2'))]);
  return {
    summary: found.summary, answer, row: answer.type === 'array' ? answer.items : answer,
    body: Object.values(content)[0] && resolve(document, Object.values(content)[0].schema),
    parameters: (found.parameters || []).map(parameter => follow(document, parameter))
      .map(parameter => ({ ...parameter, schema: resolve(document, parameter.schema) })),
  };
}

/** The type of a schema without its null. */
export const typeOf = schema => Array.isArray(schema.type) ? schema.type.find(type => type !== 'null') : schema.type;
export const mayBeNull = schema => Array.isArray(schema.type) && schema.type.includes('null');

/** Names a field: by its word in the catalogue, else by its own name as words. */
export const nameOf = key => w.fields[key] || key.replace(/Id$/, '').replace(/([A-Z])/g, ' $1').toLowerCase().trim().replace(/^./, first => first.toUpperCase());
export const valueName = value => w.values[value] || String(value).replaceAll('_', ' ').toLowerCase().replace(/^./, first => first.toUpperCase());
