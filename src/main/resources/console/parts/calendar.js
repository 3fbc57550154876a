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
  const found = useData(() => get(`/api/student/me/xp-days?days=${7 * WEEKS}`));
  return html`<${Load} of=${found} rows=1>${({ days }) => html`<${Days} known=${new Map(days.map(each => [each.day, each]))} />`}<//>`;
}

function Days({ known }) {
  const today = new Date(`${indianDay()}T00:00Z`);
  const left = 7 * WEEKS - 7 + (today.getUTCDay() + 6) % 7; // Monday comes first
  const days = Array.from({ length: left + 1 }, (none, index) => new Date(today - (left - index) * DAY_MS).toISOString().slice(0, 10));
  const xpOf = date => known.get(date)?.xp ?? 0;
  const active = days.filter(date => known.get(date)?.active);
  const total = days.reduce((sum, date) => sum + xpOf(date), 0);
  const kind = date => {
    const { xp = 0, off = false } = known.get(date) || {};
    return xp === 0 ? off ? 'off' : '' : xp < 50 ? 'l1' : xp < 150 ? 'l2' : 'l3';
  };
  const charted = days.slice(-CHARTED);
  return html`<section class="grid two"><figure class="card col s"><h2>${w.calendar}</h2><div class="days" role="img" aria-label=${w.calendarAbout(active.length, total)}>${days.map(date => html`
      <i key=${date} class=${kind(date)} title=${known.get(date)?.off ? w.dayOff(day(date), xpOf(date)) : w.dayXp(day(date), xpOf(date))}></i>`)}</div><p class="small muted">${w.calendarAbout(active.length, total)} ${w.calendarOff}</p></figure>
    ${active.length > 1 && html`<${Chart} level="h2" title=${w.xpPerDay} bars=${true} labels=${charted.map(date => day(date).replace(/ \d{4}$/, ''))} series=${[{ name: w.xpName, colour: 'd2', values: charted.map(xpOf) }]} />`}</section>`;
}
