// Lists the screens and who sees them, and leads from one to another. The server decides again with each request.
import { has, isAdmin, settle, store } from './core.js';
import { words as w } from './words.js';

const ROOT = '/console/';
const student = user => user.role === 'USER';
const lead = user => has(user, 'batch_lead');

/** Groups of places: [name of the screen, icon, who sees it]. The first place of a person's is where they land. */
const GROUPS = [
  ['learn', [['student', 'home', student], ['performance', 'chart', student], ['leave', 'calendar', student]]],
  ['teach', [['batchlead', 'users', lead], ['warnings', 'alert', lead], ['attendance', 'check', lead], ['leave', 'calendar', user => lead(user) && !isAdmin(user)],
    ['supermentor', 'star', user => has(user, 'super_mentor')]]],
  ['mirror', [['mrlearn', 'sync', isAdmin], ['students', 'users', isAdmin], ['schedules', 'clock', isAdmin], ['reminders', 'chat', isAdmin]]],
  ['manage', [['users', 'user', isAdmin], ['batches', 'book', isAdmin], ['applications', 'bag', isAdmin], ['attendance', 'check', user => isAdmin(user) && !lead(user)],
    ['leave', 'calendar', isAdmin], ['holidays', 'sun', isAdmin], ['rules', 'rules', isAdmin]]],
  ['run', [['queues', 'layers', user => isAdmin(user) || has(user, 'queue_viewer')]]],
  ['connect', [['meeting', 'camera', () => true], ['terminal', 'terminal', () => true]]],
];

/** Screens that are in no menu of pages, but in one of the account. */
const OTHERS = [['performance', 'chart', user => !student(user)], ['account', 'user', () => true], ['notifications', 'bell', () => true]];

const place = ([screen, icon, may]) => ({ screen, icon, may, href: ROOT + screen, name: w.nav[screen][0], about: w.nav[screen][1] });
const groups = GROUPS.map(([key, places]) => ({ key, name: w.groups[key], places: places.map(place) }));
const others = OTHERS.map(place);

export const groupsFor = user => groups.map(group => ({ ...group, places: group.places.filter(each => each.may(user)) }))
  .filter(group => group.places.length > 0);
export const placesFor = user => [...groupsFor(user).flatMap(group => group.places), ...others];
/** The screen that answers this person's first question. */
export const homeOf = user => groupsFor(user)[0].places[0].screen;
export const nameOf = screen => w.nav[screen]?.[0];

// --- addresses -----------------------------------------------------------------------------------------------------

// Addresses of before, with a # in them, and the front ends' names for what is shown here.
const OLD = { mrlearn: hash => hash.length > 1 && `${ROOT}mrlearn/${hash.slice(1)}`, queues: hash => hash.length > 1 && `${ROOT}queues/${hash.slice(1)}` };
const NAMES = [[/^\/(progress|badges|courses)\b/, 'student'], [/^\/batchlead\/warnings/, 'warnings'], [/^\/standing/, 'performance']];

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

export async function go(href, replace = false) {
  await settle();
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
