// The menu, of the pages that the modules declare, and the ways from one screen to another.
import { get, session, settle, store } from './core.js';
import { words as w } from './words.js';

const ROOT = '/console/';
const KEY = 'console-pages';

// --- the menu ------------------------------------------------------------------------------------------------------

/** Pages that the signed-in person may see, as the server lists them: {screen, href, group, icon, name, about}. */
export const pages = store([]);
const named = page => ({ ...page, name: w.nav[page.screen]?.[0] ?? page.name, about: w.nav[page.screen]?.[1] ?? page.about });

/** Asks for the pages and keeps them, so that the next visit can begin with them. */
export async function askPages() {
  const { user } = session();
  const list = (await get('/console/pages.json')).map(named);
  localStorage.setItem(KEY, JSON.stringify({ user: user.id, list }));
  JSON.stringify(list) === JSON.stringify(pages.get()) || pages.set(list);
}

/** Takes the pages of the last visit; asks first where another person was here. */
export async function loadPages(user) {
  const held = JSON.parse(localStorage.getItem(KEY) || '{}');
  held.user === user.id ? pages.set(held.list) : await askPages();
}

/** Groups of the menu, in the order in which `words.groups` names them. */
export const groupsOf = all => Object.entries(w.groups).map(([key, name]) => ({ key, name, places: all.filter(page => page.group === key) }))
  .filter(group => group.places.length > 0);
/** The screen that answers this person's first question: the first of the menu. */
export const homeOf = all => (groupsOf(all)[0]?.places[0] ?? { screen: 'account' }).screen;
const page = screen => pages.get().find(each => each.screen === screen);
export const nameOf = screen => page(screen)?.name ?? w.console;
export const aboutOf = screen => page(screen)?.about;
/** Screens of this build, whoever may see them. */
const screens = new Set(document.querySelector('meta[name=screens]').content.split(' '));
export const isScreen = screen => screens.has(screen);

// --- addresses -----------------------------------------------------------------------------------------------------

// Addresses of before, with a # in them, and the front ends' names for what is shown here.
const OLD = { mrlearn: hash => hash.length > 1 && `${ROOT}mrlearn/${hash.slice(1)}`, queues: hash => hash.length > 1 && `${ROOT}queues/${hash.slice(1)}` };
const NAMES = [[/^\/(progress|badges|courses)\b/, 'student'], [/^\/batchlead\/warnings/, 'warnings'], [/^\/standing/, 'performance'], [/^\/tests\b/, 'exams'], [/^\/(mentors|sessions|meetings)\b/, 'meeting']];

/** The address here of a link in a notification or card; null for what is elsewhere. */
export function hereOf(link) {
  const found = link && NAMES.find(([pattern]) => pattern.test(link));
  return found ? ROOT + found[1] : link?.startsWith(ROOT) ? link : null;
}

function read() {
  let path = location.pathname;
  const [, screen = ''] = path.slice(ROOT.length - 1).split('/');
  const moved = OLD[screen]?.(location.hash);
  if (moved && location.hash !== '#main') {
    history.replaceState(null, '', moved);
    path = location.pathname;
  }
  const [name = '', ...rest] = path.slice(ROOT.length).split('/').map(decodeURIComponent);
  const asked = /^#(id|session|play|token)=/.test(location.hash) ? location.hash.slice(1) : '';
  return { screen: name, rest: rest.filter(Boolean), query: new URLSearchParams(location.search), hash: new URLSearchParams(asked),
    key: path + location.search + (asked && `#${asked}`) };
}

export const route = store(read());
let whole = false;

/** Tells that the page holds something which only a new page gives up, such as a call. */
export const leaveByLoading = () => { whole = true; };

export async function go(wanted, replace = false) {
  await settle();
  const href = wanted === ROOT && pages.get().length > 0 ? ROOT + homeOf(pages.get()) : wanted; // the app's own address has no screen
  if (whole || !href.startsWith(ROOT)) {
    location.assign(href);
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  route.set(read());
}

addEventListener('popstate', () => {
  const next = read();
  if (next.key === route.get().key) {
    return; // the skip link
  }
  whole ? location.reload() : route.set(next);
});

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
    || link.target || link.hasAttribute('download') || link.origin !== location.origin || !link.pathname.startsWith(ROOT)) {
    return;
  }
  const href = link.pathname + link.search + link.hash;
  if (link.hash === '#main') {
    event.preventDefault();
    document.getElementById('main').focus();
  } else {
    event.preventDefault();
    go(href);
  }
});
