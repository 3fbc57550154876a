// The parts that screens are made of. No inline styles: places and sizes go through classes and attributes of SVG.
import { html, render, useEffect, useErrorBoundary, useMemo, useRef, useState } from './vendor/preact.js';
import { api, asked, busy, hush, instant, messages, say, settle, told } from './core.js';
import { icons } from './icons.js';
import { words as w } from './words.js';

export { html, render, useEffect, useErrorBoundary, useMemo, useRef, useState };

// --- hooks ---------------------------------------------------------------------------------------------------------

export function useStore(held) {
  const [value, set] = useState(held.get());
  useEffect(() => held.subscribe(set), [held]);
  return value;
}

/**
 * Gives what `ask` answers: {data, problem, loading, reload}. Asks again when one of `deps` changes; what is shown stays until
 * the next answer is there. The main part is busy until the first one.
 */
export function useData(ask, deps = []) {
  const [state, set] = useState({ loading: true });
  const turn = useRef(0);
  const done = useMemo(() => busy(), []);
  const load = async () => {
    const mine = ++turn.current;
    try {
      await settle();
      const data = await ask();
      if (mine === turn.current) {
        set({ data, loading: false });
      }
    } catch (problem) {
      if (mine === turn.current) {
        set(old => ({ ...old, problem, loading: false }));
      }
    }
  };
  useEffect(() => { load(); }, deps);
  useEffect(() => { state.loading || done(); }, [state.loading]);
  useEffect(() => () => { turn.current = -1; done(); }, []);
  return { ...state, reload: load };
}

export const useGet = (path, deps = [path]) => useData(() => api('GET', path), deps);

/** Calls `work` every so many seconds, one after the other, while the page is shown. */
export function useEvery(seconds, work) {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    let timer;
    let over = false;
    const next = async () => {
      document.hidden || await Promise.resolve(latest.current()).catch(() => {});
      timer = over || setTimeout(next, seconds * 1000);
    };
    timer = setTimeout(next, seconds * 1000);
    return () => { over = true; clearTimeout(timer); };
  }, [seconds]);
}

/** Gives [off, run]: `run(work)` does one thing at a time and leaves out what comes meanwhile. A problem goes to `fail`, or is said. */
export function useOnce(fail = problem => say(told(problem), 'bad')) {
  const [off, set] = useState(false);
  const running = useRef(false);
  const run = async (work, ...about) => {
    if (running.current) {
      return;
    }
    running.current = true;
    set(true);
    try {
      await work();
    } catch (problem) {
      fail(problem, ...about);
    } finally {
      running.current = false;
      set(false);
    }
  };
  return [off, run];
}

let ids = 0;
export const useId = () => useMemo(() => `id-${++ids}`, []);

// --- small parts ---------------------------------------------------------------------------------------------------

export const Icon = ({ name, size = 20 }) => html`<svg class="i" width=${size} height=${size} viewBox="0 0 24 24"
  aria-hidden="true"><path d=${icons[name] || icons.circle} /></svg>`;
export const Time = ({ at }) => at ? html`<time datetime=${at}>${instant(at)}</time>` : '–';
const initials = name => (name || '').split(/\s+/).map(word => [...word][0] || '').join('').slice(0, 2).toUpperCase() || '?';
export const Avatar = ({ name }) => html`<span class="ava" aria-hidden="true">${initials(name)}</span>`;
const SIGNS = { ok: 'check', run: 'sync', bad: 'alert', idle: 'circle', gold: 'star', info: 'info' };
export const Badge = ({ kind = 'idle', icon, children }) => html`<span class=${`badge ${kind}`}>
  <${Icon} name=${icon || SIGNS[kind]} size=14 />${children}</span>`;
/** A bar with its words beside it; the words are what counts. */
export const Bar = ({ value, kind = '', label }) => html`<progress class=${`bar ${kind}`} max="100" value=${value}
  aria-label=${label}>${Math.round(value)} %</progress>`;
export const Head = ({ title, children, sub }) => html`<div class="head"><div><h1 tabindex="-1">${title}</h1>
  ${sub && html`<p class="muted">${sub}</p>`}</div><div class="row wrap acts">${children}</div></div>`;
export const Empty = ({ icon = 'search', title, children }) => html`<div class="empty"><${Icon} name=${icon} size=36 />
  <p class="strong">${title}</p>${children}</div>`;
export const Note = ({ kind = '', icon = 'info', children }) => html`<div class=${`note ${kind}`}>
  <${Icon} name=${icon} /><div class="grow">${children}</div></div>`;
export const Skeleton = ({ rows = 4 }) => html`<div class="col" role="status"><span class="vh">${w.loading}</span>
  ${Array.from({ length: rows }, () => html`<div class="sk w2"></div><div class="sk w3"></div>`)}</div>`;
export const Fault = ({ problem, again }) => html`<div class="note bad" role="alert"><${Icon} name="alert" /><div class="grow">
  <p>${problem.message}</p><p class="small">${problem.status === 403 ? w.askAdmin : problem.status === 0 ? w.offlineHelp : ''}
  ${problem.code && ` ${w.code(problem.code, problem.requestId)}`}</p></div>
  ${again && problem.status !== 403 && html`<button class="btn s" onClick=${again}>${w.again}</button>`}</div>`;

/**
 * Draws `children(data)` once there are data; before, a skeleton; when it failed, what to do. Its own element, which
 * takes no room, keeps what comes later in its place.
 */
export const Load = ({ of: { data, problem, loading, reload }, rows, children }) => html`<div class="load">
  ${problem && html`<${Fault} problem=${problem} again=${reload} />`}
  ${data !== undefined ? children(data) : loading && html`<${Skeleton} rows=${rows} />`}</div>`;

/** A button that does something: it is off meanwhile, and a problem is said. `name` is its full name for readers. */
export function Act({ on, name, kind = '', icon, type = 'button', children, ...rest }) {
  const [off, run] = useOnce();
  return html`<button type=${type} class=${`btn ${kind}`} aria-disabled=${off || undefined} aria-label=${name} onClick=${() => run(on)} ...${rest}>
    ${icon && html`<${Icon} name=${icon} size=18 />`}${children}</button>`;
}

/** A form that is sent once, however often its button is pressed: `on(form, typed)` does it. A problem goes to `fail`, or is said. */
export function Form({ on, fail, button, name, icon, big, danger, kind = 'col', children, ...rest }) {
  const [off, run] = useOnce(fail);
  const submit = event => {
    event.preventDefault();
    const form = event.target;
    return run(() => on(form, Object.fromEntries(new FormData(form))), form);
  };
  return html`<form class=${kind} onSubmit=${submit} ...${rest}>${children}<div><button class=${big ? 'btn pri big' : danger ? 'btn bad' : 'btn pri'} aria-disabled=${off || undefined}
    aria-label=${name}>${icon && html`<${Icon} name=${icon} size=18 />`}${button}</button></div></form>`;
}

export const Link = ({ href, kind = 'btn', icon, name, children }) => html`<a class=${kind} href=${href} aria-label=${name}>
  ${icon && html`<${Icon} name=${icon} size=18 />`}${children}</a>`;

export const Seg = ({ of, at, on, label }) => html`<div class="seg" role="group" aria-label=${label}>${of.map(([value, text]) =>
  html`<button type="button" aria-pressed=${String(value === at)} onClick=${() => on(value)}>${text}</button>`)}</div>`;

/** Pages of one screen: each is an address of its own. */
export const Tabs = ({ of, at, label, children }) => html`<nav class="tabs" aria-label=${label}>${of.map(([href, text, key]) =>
  html`<a href=${href} aria-current=${key === at ? 'page' : null}>${text}</a>`)}${children}</nav>`;

export const Kpis = ({ of }) => html`<dl class="kpis">${of.map(([name, value, about, kind]) => html`<div><dt>${name}</dt>
  <dd class=${kind || ''}>${value} ${about && html`<small>${about}</small>`}</dd></div>`)}</dl>`;
export const Facts = ({ of }) => html`<dl class="facts">${of.filter(fact => fact && fact[1] !== undefined && fact[1] !== null).map(([name, value]) =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A field with its label, a hint and what is wrong with it. */
export function Field({ label, hint, error, children }) {
  const id = useId();
  const kid = Array.isArray(children) ? children[0] : children;
  Object.assign(kid.props, { id, ...(hint || error) && { 'aria-describedby': `${id}-hint` }, ...error && { 'aria-invalid': 'true' } });
  return html`<div class="field"><label for=${id}>${label}</label>${children}${error
    ? html`<p class="err" id=${`${id}-hint`}><${Icon} name="alert" size=16 />${error}</p>`
    : hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}</div>`;
}

/** A table that is a list of cards on a phone. `columns`: [name, cell(row), kind]; the first column names the row. */
export const Table = ({ label, columns, rows, keyOf = row => row.id, none = w.nothing }) => rows.length === 0
  ? html`<${Empty} title=${none} />`
  : html`<div class="scroll" tabindex="0" role="group" aria-label=${label}><table class="stack"><thead><tr>${columns.map(([name, , kind]) =>
    html`<th scope="col" class=${kind || ''}>${name || html`<span class="vh">${w.actions}</span>`}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr key=${keyOf(row)}>${columns.map(([name, cell, kind], index) => index === 0
    ? html`<th scope="row">${cell(row)}</th>` : html`<td class=${kind || ''} data-name=${name || null}>${cell(row)}</td>`)}</tr>`)}</tbody></table></div>`;

/** "1–25 of 300" with the ways to the pages beside it. */
export const Pager = ({ page, shown, on }) => {
  const { limit, offset, total } = page;
  const more = total === undefined ? shown === limit : offset + shown < total;
  return shown === 0 && offset === 0 ? null : html`<div class="pager"><span>${w.range(offset, shown, total)}</span><span class="row">
    <button class="btn s" disabled=${offset === 0} onClick=${() => on(Math.max(0, offset - limit))}>${w.previous}</button>
    <button class="btn s" disabled=${!more} onClick=${() => on(offset + limit)}>${w.next}</button></span></div>`;
};

/** A search that asks a third of a second after the last key. */
export function Search({ label, value, on }) {
  const timer = useRef();
  useEffect(() => () => clearTimeout(timer.current), []);
  return html`<div class="affix"><${Icon} name="search" size=18 /><input class="in" type="search" aria-label=${label} placeholder=${label}
    defaultValue=${value} maxlength="100" onInput=${event => {
    const text = event.target.value;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => on(text.trim()), 300);
  }} /></div>`;
}

// --- over the page -------------------------------------------------------------------------------------------------

/** A native dialog: the focus stays within, Escape closes it, and the focus goes back to where it was. */
export function Dialog({ kind = 'modal', label, onClose, children }) {
  const node = useRef();
  const live = useRef(true);
  useEffect(() => {
    const from = document.activeElement;
    const dialog = node.current;
    dialog.showModal();
    return () => {
      live.current = false;
      dialog.close();
      from?.isConnected && from.focus();
    };
  }, []);
  return html`<dialog class=${kind} ref=${node} aria-label=${label} onClose=${() => live.current && onClose()}
    onClick=${event => event.target === node.current && onClose()}>${children}</dialog>`;
}

export const Drawer = ({ title, sub, onClose, foot, children }) => html`<${Dialog} kind="drawer" label=${title} onClose=${onClose}>
  <div class="dh"><div class="grow"><h2>${title}</h2>${sub && html`<p class="small muted">${sub}</p>`}</div>
  <button class="btn quiet icon" aria-label=${w.close} onClick=${onClose}><${Icon} name="x" /></button></div>
  <div class="db" tabindex="0" role="group" aria-label=${title}>${children}</div>${foot && html`<div class="df">${foot}</div>`}<//>`;

/** The question of `ask` in core.js; the safe answer comes first and has the focus. */
export function Asked() {
  const question = useStore(asked);
  return question && html`<${Dialog} label=${question.title} onClose=${() => question.resolve(false)}>
    <h2>${question.title}</h2><p class="muted">${question.body}</p><div class="acts">
    <button class="btn" autofocus onClick=${() => question.resolve(false)}>${question.no || w.leaveIt}</button>
    <button class=${`btn ${question.bad ? 'bad' : 'pri'}`} onClick=${() => question.resolve(true)}>${question.yes}</button></div><//>`;
}

export function Messages() {
  const all = useStore(messages);
  return html`<div id="messages" role="status" aria-live="polite">${all.map(({ id, text, kind, undo }) => html`<p key=${id} class=${kind}>
    <${Icon} name=${kind === 'bad' ? 'alert' : kind === 'good' ? 'check' : 'info'} size=18 /><span>${text}</span>
    ${undo && html`<button class="link" onClick=${undo}>${w.undo}</button>`}
    <button class="btn quiet icon s" aria-label=${w.close} onClick=${() => hush(id)}><${Icon} name="x" size=16 /></button></p>`)}</div>`;
}

/** A menu under a button: arrows move, Escape and a press elsewhere close it. */
export function Menu({ button, wide, onOpen, children }) {
  const [open, set] = useState(false);
  const node = useRef();
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    onOpen?.();
    const items = () => [...node.current.querySelectorAll('.menu :is(a, button)')];
    const outside = event => node.current.contains(event.target) || set(false);
    const key = event => {
      const all = items();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === 'Escape') {
        set(false);
        node.current.firstElementChild.focus();
      } else if (step) {
        event.preventDefault();
        all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
      }
    };
    const held = node.current;
    setTimeout(() => items()[0]?.focus());
    document.addEventListener('pointerdown', outside);
    held.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', outside);
      held.removeEventListener('keydown', key);
    };
  }, [open]);
  return html`<div class="menu-w" ref=${node}><button type="button" class="btn quiet icon" aria-expanded=${String(open)}
    onClick=${() => set(!open)}>${button}</button>${open && html`<div class=${wide ? 'menu wide' : 'menu'}
    onClick=${event => {
      if (event.target.closest('a, button:not(.stay)')) {
        set(false);
        node.current.firstElementChild.focus();
      }
    }}>${children}</div>`}</div>`;
}
