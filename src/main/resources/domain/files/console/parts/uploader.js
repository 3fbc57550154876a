// Sends files in parts, past the server's API: a part that fails is sent again, an upload that broke off is gone on with.
import { Problem, api, get, post, query, upload } from '../core.js';
import { Bar, Field, Form, Note, html, useState } from '../ui.js';
import { words as w } from '../words/uploads.js';
import { FromDrive } from './drive.js';

const TRIES = 5;
const PAUSE_MS = 1_000;
const remembered = file => `upload ${file.name} ${file.size} ${file.lastModified}`;
const pause = ms => new Promise(done => setTimeout(done, ms));

/** Writes a number of bytes for people. */
export const size = bytes => {
  const power = Math.min(4, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${new Intl.NumberFormat('en-IN', { maximumFractionDigits: power ? 1 : 0 }).format(bytes / 1024 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
};

export const typeOf = type => type ? w.types[type] || type : '–';

/** Finds the upload of this file that broke off in this browser, or begins one. */
async function open(kind, file, about) {
  const known = localStorage.getItem(remembered(file));
  if (known) {
    const found = await get(`/api/file-uploads/${known}`).catch(() => null);
    if (found?.state === 'uploading' && found.kind === kind) {
      return found;
    }
  }
  const begun = await post('/api/file-uploads', { kind, name: file.name, bytes: file.size, ...about });
  localStorage.setItem(remembered(file), begun.id);
  return begun;
}

/** Says whether this page may send to the store: its policy lets it reach this server alone. */
async function isReachable(id) {
  const { url } = await post(`/api/file-uploads/${id}/parts/1`);
  return new URL(url, location.href).origin === location.origin;
}

/** Sends bytes to a signed address, which is asked for anew each time: it may have expired while a phone slept. */
async function sendPart(id, number, bytes) {
  for (let attempt = 1; ; attempt++) {
    const { url, method } = await post(`/api/file-uploads/${id}/parts/${number}`);
    const answer = await fetch(url, { method, body: bytes }).catch(() => null);
    if (answer?.ok) {
      return;
    }
    if (attempt === TRIES) {
      throw new Problem(answer?.status || 0, { message: w.broken });
    }
    await pause(PAUSE_MS * attempt);
  }
}

/** Waits until a large file has been checked. */
async function settled(file, progress) {
  let found = file;
  while (found.state === 'checking') {
    progress(1, w.checking);
    await pause(PAUSE_MS);
    found = await get(`/api/files/${found.id}`);
  }
  return found;
}

/**
 * Sends a file and answers what it is then. `about` has `subject` and `of`, a file of which it becomes a version;
 * `progress(part, text)` is told how much has arrived, 0 to 1.
 */
export async function sendFile(kind, file, about = {}, progress = () => {}) {
  progress(0, w.sending);
  const begun = await open(kind, file, about).catch(problem => {
    if (problem.code === 'not_configured') {
      return null;
    }
    throw problem;
  });
  if (!begun || !await isReachable(begun.id)) {
    begun && await abort(begun.id);
    return settled(await upload(`/api/upload${query({ kind, name: file.name, ...about })}`, file), progress);
  }
  const there = new Set(begun.parts.map(part => part.number));
  const parts = Math.max(1, Math.ceil(file.size / begun.partBytes));
  for (let number = 1; number <= parts; number++) {
    if (!there.has(number)) {
      await sendPart(begun.id, number, file.slice((number - 1) * begun.partBytes, number * begun.partBytes));
    }
    progress(number / parts, w.sending);
  }
  try {
    return await settled(await post(`/api/file-uploads/${begun.id}/complete`), progress);
  } finally {
    localStorage.removeItem(remembered(file));
  }
}

export const abort = id => api('DELETE', `/api/file-uploads/${id}`);

/**
 * A field to choose a file of a kind, and what becomes of it: `kind` as GET /api/file-kinds has it, `about` as for
 * sendFile, `on(file)` is told what has arrived.
 */
export function Uploader({ kind, about, button = w.send, on }) {
  const [at, setAt] = useState(null);
  const [refused, setRefused] = useState(null);
  const send = async (form, { file }) => {
    setRefused(null);
    try {
      const sent = await sendFile(kind.name, file, about, (part, text) => setAt({ part, text }));
      sent.state === 'refused' ? setRefused(sent.refusal) : await on(sent);
    } finally {
      setAt(null);
    }
  };
  return html`<${Form} kind="col" on=${send} fail=${problem => setRefused(problem.message)} button=${button} icon="upload">
    <${Field} label=${w.file} hint=${w.rules(kind.types.map(type => w.types[type] || type).join(', '), size(kind.mostBytes))}>
      <input class="in" type="file" name="file" required accept=${kind.types.join(',')} /><//>
    <div role="status">${at && html`<${Bar} value=${Math.round(at.part * 100)} kind="run" label=${at.text} /> <span class="small muted">${at.text} ${Math.round(at.part * 100)} %</span>`}</div>
    ${refused && html`<${Note} kind="bad" icon="alert">${refused}<//>`}<//>
    ${!about?.of && html`<${FromDrive} kind=${kind} size=${size} on=${on} />`}`;
}
