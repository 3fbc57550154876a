// A chart by uPlot, with its legend in words and the same as a table for those who do not see it.
import { number, script, style } from '../core.js';
import { Icon, html, useEffect, useRef, useState } from '../ui.js';
import { words as w } from '../words.js';

const HEIGHT = 190;
const tools = () => Promise.all([script('./vendor/uplot.js'), style('./vendor/uplot.css')]);

/** A colour of the tokens as the canvas wants it; those of both themes are one token. */
function colour(node, name) {
  node.style.color = `var(--${name})`;
  const found = getComputedStyle(node).color;
  node.style.removeProperty('color');
  return found;
}

function options(node, series, bars, labels, width, format, gaps, point) {
  const ink = colour(node, 'text-3');
  const axis = { stroke: ink, grid: { stroke: colour(node, 'grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  const every = Math.max(1, Math.ceil(labels.length / Math.max(2, Math.floor(width / 80))));
  return {
    width, height: HEIGHT, legend: { show: false }, cursor: { drag: { x: false, y: false }, y: false, points: { show: !bars } }, hooks: { setCursor: [plot => point(plot.cursor.idx)] }, padding: [8, 28, 0, 0],
    scales: { x: { time: false, range: (u, least, most) => bars ? [least - 0.6, most + 0.6] : [least, Math.max(most, least + 1)] }, y: { range: (u, least, most) => [Math.min(0, least), (most || 1) * 1.1] } },
    axes: [{ ...axis, grid: { show: false }, splits: () => labels.map((label, index) => index).filter(index => (labels.length - 1 - index) % every === 0),
      values: (u, places) => places.map(place => labels[place]) }, { ...axis, size: 48, values: (u, places) => places.map(format) }],
    series: [{}, ...series.map(each => {
      const tone = colour(node, each.colour);
      return bars ? { fill: tone, paths: uPlot.paths.bars({ size: [0.6, 60] }), points: { show: false } } : { stroke: tone, width: 2, spanGaps: !gaps, points: { show: labels.length < 3 || each.values.filter(value => value !== null && value !== undefined).length < 3 } };
    })],
  };
}

/**
 * `series`: [{name, colour, values}], one value for each of `labels`; a missing one is null, and a
 * gap of the line if `gaps` is true. The legend has the values under
 * the pointer, and the last ones otherwise.
 */
export function Chart({ title, labels, series, bars = false, gaps = false, format = number, level = 'h3', children }) {
  const node = useRef();
  const [table, setTable] = useState(false);
  const [at, setAt] = useState(null);
  const key = JSON.stringify([labels, series]);
  useEffect(() => {
    if (table || labels.length === 0) {
      return undefined;
    }
    let plot;
    let over = false;
    const draw = () => {
      plot?.destroy();
      setAt(null);
      plot = !over && node.current?.clientWidth > 0 ? new uPlot(options(node.current, series, bars, labels, node.current.clientWidth, format, gaps, index => setAt(index ?? null)),
        [labels.map((label, index) => index), ...series.map(each => each.values)], node.current) : null;
    };
    const watch = new ResizeObserver(() => plot && plot.width !== node.current.clientWidth && draw());
    tools().then(() => {
      draw();
      watch.observe(node.current);
    }, () => setTable(true));
    addEventListener('theme', draw);
    return () => {
      over = true;
      watch.disconnect();
      removeEventListener('theme', draw);
      plot?.destroy();
    };
  }, [key, table]);
  const shown = values => at !== null ? values[at] : values.findLast(value => value !== null && value !== undefined);
  const written = value => value === null || value === undefined ? '–' : format(value);
  return html`<figure class="card chart"><div class="row between"><${level}>${title}<//><div class="row">${children}<button type="button" class="btn quiet s icon" aria-pressed=${String(table)}
      aria-label=${w.asTable(title)} onClick=${() => setTable(!table)}><${Icon} name=${table ? 'chart' : 'list'} size=18 /></button></div></div>
    ${labels.length === 0 ? html`<p class="muted">${w.noData}</p>` : html`<div class="leg">${series.map(each => html`<span><span class=${`key c-${each.colour}`}></span>${each.name}
      ${(!bars || at !== null) && html` <b>${written(shown(each.values))}</b>`}</span>`)}${at !== null && html`<span class="num">${labels[at]}</span>`}</div>${table ? html`<div class="scroll" tabindex="0" role="group" aria-label=${title}><table><thead><tr><th scope="col">${w.when}</th>
      ${series.map(each => html`<th scope="col" class="n">${each.name}</th>`)}</tr></thead><tbody>${labels.map((label, index) => html`<tr><td>${label}</td>${series.map(each => html`
      <td class="n">${written(each.values[index])}</td>`)}</tr>`)}</tbody></table></div>`
    : html`<div class="plot" ref=${node} aria-hidden="true"></div>`}`}</figure>`;
}
