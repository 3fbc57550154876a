// Shows what the signed-in person was told, newest first.
import { get, post } from '../core.js';
import { hereOf, nameOf } from '../nav.js';
import { Act, Badge, Empty, Head, Link, Load, Pager, Time, html, useData, useState } from '../ui.js';
import { words } from '../words.js';

const w = words.notifications;
const PAGE = 25;

export default function Notifications() {
  const [offset, setOffset] = useState(0);
  const all = useData(() => get(`/api/notifications?limit=${PAGE}&offset=${offset}`), [offset]);
  const unread = all.data?.items.some(item => !item.readAt);
  return html`<${Head} title=${nameOf('notifications')} sub=${w.sub}>${unread && html`<${Act} icon="check" on=${async () => {
    await post('/api/notifications/read-all');
    await all.reload();
  }}>${words.readAll}<//>`}<//><${Load} of=${all}>${({ items, page }) => items.length === 0
    ? html`<div class="card"><${Empty} icon="bell" title=${words.noNews} /></div>`
    : html`<div class="card flush"><ul class="rows">${items.map(item => html`<li key=${item.id} class=${item.readAt ? 'col s' : 'col s new'}><div class="row wrap">
      <strong class="grow">${item.title}</strong><${Badge} kind="plain" icon="bell">${w.categories[item.category]}<//></div><p>${item.body}</p>
      <div class="row wrap small muted"><${Time} at=${item.createdAt} />${hereOf(item.link) && html`<${Link} kind="btn s" href=${hereOf(item.link)} name=${`${w.open}: ${item.title}`}>${w.open}<//>`}
      ${!item.readAt && html`<${Act} kind="quiet s" name=${`${w.read}: ${item.title}`} on=${async () => {
    await post(`/api/notifications/${item.id}/read`);
    await all.reload();
  }}>${w.read}<//>`}</div></li>`)}</ul><${Pager} page=${page} shown=${items.length} on=${setOffset} /></div>`}<//>`;
}
