// Figures of queues or nodes over time, as the server sampled them: the range to look at, and their charts.
import { clockTime, dayTime, get, query } from '../core.js';
import { Load, Seg, html, useData, useEvery, useState } from '../ui.js';
import { words } from '../words.js';
import { Chart } from './chart.js';

const w = words.history;
const RANGES = [6, 24, 24 * 7, 24 * 90];
const SECONDS = 60;

/** Every step from the first to the last: moments in which no node sampled are gaps. */
function steps({ from, until, everySeconds }, line) {
  const step = everySeconds * 1000;
  const held = new Map((line?.moments || []).map(moment => [Date.parse(moment.at), moment.figures]));
  const first = Math.ceil(Date.parse(from) / step) * step;
  const all = Array.from({ length: Math.max(0, Math.floor((Date.parse(until) - first) / step) + 1) }, (none, index) => first + index * step);
  return { labels: all.map(at => (Date.parse(until) - Date.parse(from) > 25 * 3_600_000 ? dayTime : clockTime)(at)), figures: all.map(at => held.get(at)) };
}

/** Reads a history again each minute; `children({charts, lines})` draws it, with `charts(subject, descriptions, level)`. */
export function History({ path, asked = {}, tools, children }) {
  const [hours, setHours] = useState(RANGES[0]);
  const found = useData(() => get(`${path}${query({ ...asked, hours })}`), [path, JSON.stringify(asked), hours]);
  useEvery(SECONDS, found.reload);
  const charts = (history, subject, described, level) => {
    const { labels, figures } = steps(history, history.lines.find(line => line.subject === subject));
    const isThere = figures.some(Boolean);
    return described.map(({ title, series, format }) => html`<${Chart} key=${title} title=${title} level=${level} gaps=${true} format=${format} labels=${isThere ? labels : []} series=${series.map(([name, figure, colour]) =>
      ({ name, colour, values: figures.map(each => each?.[figure] ?? null) }))} />`);
  };
  return html`<div class="row wrap between"><div class="row wrap"><${Seg} label=${w.range} at=${hours} on=${setHours} of=${RANGES.map(each => [each, w.ranges[each]])} />${tools}</div>
    <span class="small muted">${words.inIndia}</span></div>
    <${Load} of=${found}>${history => children({ lines: history.lines, charts: (subject, described, level = 'h4') => charts(history, subject, described, level) })}<//>`;
}
