// The mentors' leaderboard: by calls held, then by rating; a mentor may stay off it.
import { api, query, say } from '../core.js';
import { Empty, Field, Link, Load, Pager, Table, html, useGet, useState } from '../ui.js';
import { words as w } from '../words/feedback.js';

const LIMIT = 20;
const COLUMNS = [[w.mentor, leader => html`${w.place(leader.place)} <${Link} kind="" href=${`/console/mentors/${leader.id}`} name=${leader.name}>${leader.name}<//>`],
  [w.held, leader => w.score(leader.completed)], [w.stars, leader => w.rated(leader.rating, leader.ratings)], [w.punctual, leader => w.percent(leader.punctual)]];

export function Leaderboard({ isMentor }) {
  const [days, setDays] = useState('90');
  const [offset, setOffset] = useState(0);
  const found = useGet(`/api/mentors/leaderboard${query({ days, limit: LIMIT, offset })}`);
  const choose = event => {
    setOffset(0);
    setDays(event.target.value);
  };
  return html`<p class="muted">${w.boardAbout}</p><div class="row wrap"><${Field} label=${w.days}><select class="in" onChange=${choose}>${Object.entries(w.periods).map(([key, name]) => html`<option key=${key} value=${key} selected=${key === days}>${name}</option>`)}</select><//></div>
    ${isMentor && html`<${Wish} reload=${found.reload} />`}
    <${Load} of=${found}>${({ items, page }) => items.length === 0 ? html`<div class="card"><${Empty} icon="star" title=${w.noLeaders} /></div>`
    : html`<div class="card flush"><${Table} label=${w.board} rows=${items} columns=${COLUMNS} /></div><${Pager} page=${page} shown=${items.length} on=${setOffset} />`}<//>`;
}

function Wish({ reload }) {
  const wish = useGet('/api/mentors/me/leaderboard');
  const save = async event => {
    try {
      await api('PUT', '/api/mentors/me/leaderboard', { shown: event.target.checked });
      await reload();
      say(w.boardSaved, 'good');
    } catch (problem) {
      say(problem.message, 'bad');
    }
  };
  return html`<${Load} of=${wish}>${({ shown }) => html`<label class="row"><input type="checkbox" defaultChecked=${shown} onChange=${save} /> ${w.onBoard}</label>`}<//>`;
}
