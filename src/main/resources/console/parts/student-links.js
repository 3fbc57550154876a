// Links to what there is of a student, for those who look after one: profile and timeline.
import { aboutOf } from '../nav.js';
import { Link, html } from '../ui.js';
import { words } from '../words.js';

const ICONS = { profile: 'user', timeline: 'clock' };

/** Shows a link to each page that the school has; `but` is the one that is open. */
export const StudentLinks = ({ id, name, kind = 'btn s', but }) => Object.entries(ICONS).filter(([screen]) => screen !== but && aboutOf(screen)).map(([screen, icon]) => html`
  <${Link} key=${screen} kind=${kind} icon=${icon} href=${`/console/${screen}/${id}`} name=${name && `${words.studentPages[screen]}: ${name}`}>${words.studentPages[screen]}<//>`);
