// The student's days: which were active, and what each brought.
import { day, get, indianDay } from '../core.js';
import { Load, html, useData } from '../ui.js';
import { words } from '../words.js';
import { Chart } from './chart.js';

const w = words.student;
const WEEKS = 16;
const CHARTED = 28;
const DAY_MS = 86_400_000;

export function Calendar() {
  const entries = useData(() => get('/api/student/me/xp?limit=500'));
  return html`<${Load} of=${entries} rows=1>${({ items }) => html`<${Days} entries=${items} />`}<//>`;
}

function Days({ entries }) {
  const sums = new Map();
  entries.filter(entry => entry.amount > 0).forEach(entry => {
    const date = indianDay(entry.occurredAt);
    sums.set(date, (sums.get(date) || 0) + entry.amount);
  });
  const today = new Date(`${indianDay()}T00:00Z`);
  const left = 7 * WEEKS - 7 + (today.getUTCDay() + 6) % 7; // Monday comes first
  const days = Array.from({ length: left + 1 }, (none, index) => new Date(today - (left - index) * DAY_MS).toISOString().slice(0, 10));
  const active = days.filter(date => sums.has(date));
  const total = active.reduce((sum, date) => sum + sums.get(date), 0);
  const level = xp => xp === undefined ? '' : xp < 50 ? 'l1' : xp < 150 ? 'l2' : 'l3';
  const charted = days.slice(-CHARTED);
  return html`<section class="grid two"><figure class="card col s"><h2>${w.calendar}</h2><div class="days" role="img" aria-label=${w.calendarAbout(active.length, total)}>${days.map(date => html`
      <i key=${date} class=${level(sums.get(date))} title=${w.dayXp(day(date), sums.get(date) || 0)}></i>`)}</div><p class="small muted">${w.calendarAbout(active.length, total)}</p></figure>
    ${active.length > 1 && html`<${Chart} level="h2" title=${w.xpPerDay} bars=${true} labels=${charted.map(date => day(date).replace(/ \d{4}$/, ''))} series=${[{ name: w.xpName, colour: 'd2', values: charted.map(date => sums.get(date) || 0) }]} />`}</section>`;
}
