// The shell: who is signed in, the ways to the screens, what is over them. A screen is one file of screens/, loaded when shown.
import { accessToken, api, get, isAdmin, keepUser, post, query, session, showBusy, signOut, store } from './core.js';
import { askPages, go, groupsOf, hereOf, homeOf, isScreen, loadPages, nameOf, pages, route } from './nav.js';
import { Asked, Avatar, Dialog, Fault, Head, Icon, Menu, Messages, Time, html, render, useData, useEffect, useErrorBoundary,
  useRef, useState, useStore } from './ui.js';
import { words as w } from './words.js';

const UNREAD_SECONDS = 60;
const BACK_FROM_GOOGLE = '/console/account/google';
const OPEN = ['terminal']; // screens that a link opens to people without an account

// --- look ----------------------------------------------------------------------------------------------------------

const THEMES = ['', 'light', 'dark'];
const theme = store(localStorage.getItem('console-theme') || '');
const paint = chosen => chosen ? document.documentElement.dataset.theme = chosen : delete document.documentElement.dataset.theme;
paint(theme.get());
theme.subscribe(chosen => {
  localStorage.setItem('console-theme', chosen);
  paint(chosen);
  dispatchEvent(new Event('theme'));
});

const askedTenant = new URLSearchParams(location.search).get('tenant');
if (askedTenant) {
  sessionStorage.setItem('tenant', askedTenant);
}

// --- the place of the keyboard -------------------------------------------------------------------------------------

/** Moves the focus, when what has it goes away or is switched off, to the part of the page that it was in, or else to the title. */
function keepPlace() {
  const places = 'dialog[open], section[aria-labelledby], article[aria-labelledby]';
  let last = null;
  let around = [];
  document.addEventListener('focusin', ({ target }) => {
    last = target;
    around = [];
    for (let place = target.parentElement?.closest(places); place; place = place.parentElement.closest(places)) {
      around.push(place);
    }
  });
  new MutationObserver(() => {
    if (last && document.activeElement === document.body && (!last.isConnected || last.matches(':disabled'))) {
      last = null;
      const place = around.find(each => each.isConnected) ?? document.querySelector('main h1');
      place?.setAttribute('tabindex', '-1');
      place?.focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}
keepPlace();

// --- the top bar ---------------------------------------------------------------------------------------------------

function AccountMenu({ user }) {
  const chosen = useStore(theme);
  const [tenant, setTenant] = useState('');
  return html`<${Menu} button=${html`<${Avatar} name=${user.fullName} /><span class="vh">${w.account(user.fullName)}</span>`}
    onOpen=${() => tenant || get('/api/tenant').then(face => setTenant(face.name), () => {})}>
    <div class="mh"><b class="who">${user.fullName}</b><span class="small muted">${user.email}</span>
      <span class="small muted">${tenant}</span></div>
    <a href="/console/account"><${Icon} name="user" size=18 />${nameOf('account')}</a>
    <a href="/console/account/password"><${Icon} name="lock" size=18 />${w.changePassword}</a>
    ${pages.get().some(page => page.screen === 'mydata') && html`<a href="/console/mydata"><${Icon} name="download" size=18 />${nameOf('mydata')}</a>`}
    <button type="button" class="stay" onClick=${() => theme.set(THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length])}>
      <${Icon} name="sun" size=18 />${w.theme[chosen || 'system']}</button>
    <button type="button" onClick=${signOut}><${Icon} name="out" size=18 />${w.signOut}</button><//>`;
}

function Bell() {
  const [unread, setUnread] = useState(0);
  const [items, setItems] = useState(null);
  const count = () => get('/api/notifications/unread-count').then(answer => setUnread(answer.unread), () => {});
  useEffect(() => {
    const first = setTimeout(count, 1500); // after what the person came for
    const timer = setInterval(() => document.hidden || count(), UNREAD_SECONDS * 1000);
    return () => { clearTimeout(first); clearInterval(timer); };
  }, []);
  const read = async item => {
    item.readAt || await post(`/api/notifications/${item.id}/read`).then(count, () => {});
  };
  return html`<${Menu} wide onOpen=${() => get('/api/notifications?limit=6').then(({ items: some }) => setItems(some), () => setItems([]))}
    button=${html`<${Icon} name="bell" />${unread > 0 && html`<span class="dot" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>`}<span class="vh">${w.bell(unread)}</span>`}>
    <div class="mh"><b>${nameOf('notifications')}</b></div>
    ${items === null ? html`<p class="mh muted">${w.loading}</p>` : items.length === 0 && html`<p class="mh muted">${w.noNews}</p>`}
    ${(items || []).map(item => html`<a href=${hereOf(item.link) || '/console/notifications'} class=${item.readAt ? 'news' : 'news new'}
      onClick=${() => read(item)}><span><b>${item.title}</b><span class="small muted">${item.body}</span>
      <span class="tiny muted"><${Time} at=${item.createdAt} />${item.readAt ? '' : ` · ${w.unread}`}</span></span></a>`)}
    <a href="/console/notifications">${w.allNews}</a>
    ${unread > 0 && html`<button type="button" onClick=${() => post('/api/notifications/read-all').then(() => setUnread(0))}>${w.readAll}</button>`}<//>`;
}

// --- search --------------------------------------------------------------------------------------------------------

async function people(user, text) {
  const found = [];
  if (isAdmin(user)) {
    const { items } = await get(`/api/admin/users${query({ search: text, limit: 6 })}`);
    found.push(...items.map(each => ({ text: each.fullName, about: each.email, icon: 'user', href: `/console/users?search=${encodeURIComponent(each.email)}` })));
    const { items: batches } = await get(`/api/admin/batches${query({ search: text, limit: 4 })}`);
    found.push(...batches.map(each => ({ text: each.name, about: each.code, icon: 'book', href: `/console/batches/${each.id}` })));
  }
  return found;
}

function Find({ user, onClose }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [found, setFound] = useState([]);
  const timer = useRef();
  const all = pages.get();
  const known = new Set(all.map(place => place.screen));
  const places = all.filter(place => place.group && `${place.name} ${place.about}`.toLowerCase().includes(text.toLowerCase()))
    .map(place => ({ text: place.name, about: place.about, icon: place.icon, href: place.href }));
  const hits = [...places, ...found.filter(each => known.has(each.href.split(/[/?]/)[2]))].slice(0, 10);
  const type = event => {
    const words = event.target.value.trim();
    setText(words);
    setAt(0);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => words.length > 1 ? people(user, words).then(setFound, () => setFound([])) : setFound([]), 250);
  };
  const pick = hit => {
    onClose();
    hit && go(hit.href);
  };
  const key = event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length > 0) {
      event.preventDefault();
      setAt((at + step + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      pick(hits[at]);
    }
  };
  return html`<${Dialog} label=${w.search} onClose=${onClose}><div class="affix"><${Icon} name="search" size=18 />
    <input class="in" role="combobox" autofocus aria-label=${w.searchFor} placeholder=${w.searchFor} aria-expanded="true" aria-controls="hits"
      aria-activedescendant=${hits[at] ? `hit-${at}` : null} onInput=${type} onKeyDown=${key} /></div>
    <div id="hits" role="listbox" aria-label=${w.results}>${hits.map((hit, index) => html`<div role="option" id=${`hit-${index}`} class="pick"
      aria-selected=${String(index === at)} onClick=${() => pick(hit)}><${Icon} name=${hit.icon} size=18 /><span class="grow">${hit.text}</span>
      <span class="small muted">${hit.about}</span></div>`)}</div>
    ${hits.length === 0 && html`<p class="muted">${w.foundNothing(text)}</p>`}<//>`;
}

// --- the frame -----------------------------------------------------------------------------------------------------

const Mark = () => html`<svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="7" />
  <path d="M6 20l5-9 4 6 3-5 4 8" /><circle cx="12" cy="7" r="2.500" /></svg>`;
const Places = ({ groups, screen }) => groups.map(group => html`<div><p class="group">${group.name}</p><ul aria-label=${group.name}>${group.places.map(place => html`<li>
  <a href=${place.href} aria-current=${place.screen === screen ? 'page' : null} title=${place.name}><${Icon} name=${place.icon} /><span>${place.name}</span></a></li>`)}
  </ul></div>`);

function Lost() {
  return html`<${Head} title=${w.lost} /><div class="card"><p>${w.lostWhy}</p><p><a class="btn pri" href="/console/">${w.lostBack}</a></p></div>`;
}

/** Says that a screen is not for this person, who may have come by an old link. */
function Foreign() {
  return html`<${Head} title=${w.foreign} /><div class="card"><p>${w.foreignWhy}</p><p><a class="btn pri" href="/console/">${w.lostBack}</a></p></div>`;
}

/** Loads and shows the screen of the address; another address is another instance. */
function Screen({ at, user }) {
  const own = useStore(pages);
  const isOwn = !user || !isScreen(at.screen) || own.some(place => place.screen === at.screen);
  const { data: found, problem, reload } = useData(() => isOwn ? load(at.screen) : { screen: at.screen, view: Foreign }, [at.screen, isOwn]);
  useEffect(() => {
    if (found === undefined || found.screen !== at.screen) {
      return undefined;
    }
    const main = document.getElementById('main');
    const from = document.activeElement;
    const isMove = moved;
    const show = () => {
      const heading = main.querySelector('h1');
      document.title = heading?.textContent || nameOf(at.screen);
      isMove && [from, document.body].includes(document.activeElement) && heading?.focus({ preventScroll: true });
      return heading;
    };
    main.dataset.at = at.key; // says which address is shown
    moved = true;
    scrollTo(0, 0);
    if (show()) {
      return undefined;
    }
    const later = new MutationObserver(() => show() && later.disconnect()); // a title that comes with the data
    later.observe(main, { childList: true, subtree: true });
    return () => later.disconnect();
  }, [found, at.key]);
  if (problem) {
    return html`<${Head} title=${nameOf(at.screen)} /><${Fault} problem=${problem} again=${reload} />`;
  }
  return found === undefined || found.screen !== at.screen ? html`<h1 class="vh">${nameOf(at.screen)}</h1>`
    : html`<${Guard} key=${found.keyOf ? found.keyOf(at) : at.key} view=${found.view} at=${at} user=${user} />`;
}

/** Shows what went wrong in a screen in place of it; the rest of the page stays. */
function Guard({ view, at, user }) {
  const [problem, again] = useErrorBoundary(error => console.error(error));
  return problem ? html`<${Head} title=${nameOf(at.screen)} /><${Fault} problem=${{ message: w.broken }} again=${again} />` : html`<${view} at=${at} user=${user} />`;
}
let moved = false;

async function load(screen) {
  if (!isScreen(screen)) {
    return { screen, view: Lost };
  }
  const module = await import(`./screens/${screen}.js`);
  return { screen, view: module.default, keyOf: module.keyOf || module.default.keyOf };
}

function App({ user }) {
  const at = useStore(route);
  const [find, setFind] = useState(false);
  const [sheet, setSheet] = useState(false);
  useEffect(() => {
    const key = event => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'k' && user) {
        event.preventDefault();
        setFind(true);
      }
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  useEffect(() => setSheet(false), [at.key]);
  const groups = groupsOf(useStore(pages));
  const bar = groups.flatMap(group => group.places).slice(0, 4);
  return html`<a class="skip" href="#main">${w.skip}</a>
    <div class=${user ? 'shell' : 'shell bare'}>${user && html`<nav class="side" aria-label=${w.pages}><a class="brand" href="/console/">
      <${Mark} /><span>${w.brand}</span></a><${Places} groups=${groups} screen=${at.screen} /></nav>`}
    <div class="body">${user && html`<header class="top"><a class="brand phone-only" href="/console/" aria-label=${w.brand}><${Mark} /></a>
      <button type="button" class="find" onClick=${() => setFind(true)}><${Icon} name="search" size=18 />
      <span>${w.searchFor}</span><kbd>Ctrl K</kbd></button><span class="grow"></span><span class="small muted who desk-only">${user.fullName}</span>
      <${Bell} /><${AccountMenu} user=${user} /></header>`}
    <main id="main" tabindex="-1" ref=${showBusy}><${Screen} at=${at} user=${user} /></main></div></div>
    ${user && html`<nav class="tabbar" aria-label=${w.shortcuts}>${bar.map(place => html`<a href=${place.href}
      aria-current=${place.screen === at.screen ? 'page' : null}><${Icon} name=${place.icon} size=22 />${place.name}</a>`)}
      <button type="button" onClick=${() => setSheet(true)}><${Icon} name="menu" size=22 />${w.more}</button></nav>`}
    ${sheet && html`<${Dialog} kind="modal sheet" label=${w.pages} onClose=${() => setSheet(false)}><${Places} groups=${groups} screen=${at.screen} /><//>`}
    ${find && html`<${Find} user=${user} onClose=${() => setFind(false)} />`}<${Asked} /><${Messages} />`;
}

// --- the start -----------------------------------------------------------------------------------------------------

const root = document.getElementById('app');

async function signedIn() {
  return session() && await accessToken().catch(() => null) ? session().user : null;
}

async function start() {
  const { screen } = route.get();
  if (location.pathname === BACK_FROM_GOOGLE) {
    const { Google } = await import('./signin-google.js');
    root.replaceChildren();
    render(html`<div class="shell bare"><main id="main" tabindex="-1"><${Google} /></main></div>`, root);
    return;
  }
  const held = session();
  held && isScreen(screen) && load(screen).catch(() => {}); // on its way while the token is looked at
  const user = await signedIn();
  const needed = user ? user.mustChangePassword : !(OPEN.includes(screen) && route.get().hash.has('token'));
  root.replaceChildren();
  if (needed) {
    const { SignIn } = await import('./signin.js');
    render(html`<${SignIn} user=${user} /><${Messages} />`, root);
    return;
  }
  if (user) {
    await loadPages(user);
    document.cookie = `console-first=${homeOf(pages.get())}; path=/console/; max-age=31536000; samesite=strict`; // its files come with the page next time
  }
  if (user && !screen) {
    await go(`/console/${homeOf(pages.get())}`, true);
  }
  render(html`<${App} user=${user} />`, root);
  user && setTimeout(() => api('GET', '/api/auth/me').then(keepUser).then(askPages).catch(() => {}), 2500);
}

start();
