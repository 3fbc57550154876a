// A student's scorecard: means of what mentors scored after calls, and their latest remarks.
import { Empty, Load, Table, Time, html, useGet } from '../ui.js';
import { words as w } from '../words/feedback.js';
import { words as mentors } from '../words/mentors.js';
import { Said } from './feedback.js';

const COLUMNS = [[w.criterion, mean => html`<strong>${w.criteria[mean.criterion]}</strong>`], [w.mean, mean => w.score(mean.mean)], [w.recent, mean => w.score(mean.recent)], [w.count, mean => w.score(mean.count)]];
const MONTHS = [[w.month, point => point.month.slice(0, 7)], [w.criterion, point => w.criteria[point.criterion]], [w.mean, point => w.score(point.mean)], [w.count, point => w.score(point.count)]];

/** @param id of another student; none: one's own */
export function Scorecard({ id }) {
  const found = useGet(id ? `/api/profile/student/${id}/scorecard` : '/api/student/me/scorecard');
  return html`<section class="col" aria-labelledby="scorecard"><h2 id="scorecard">${w.scorecard}</h2><${Load} of=${found}>${card => card.reviews === 0 ? html`<div class="card"><${Empty} icon="star" title=${w.noScores} /></div>`
    : html`<p class="muted">${w.scorecardAbout}</p><div class="card flush"><${Table} label=${w.scorecard} rows=${card.means} columns=${COLUMNS} keyOf=${mean => mean.criterion} /></div>
      ${card.months.length > 0 && html`<details class="card"><summary>${w.overTime}</summary><${Table} label=${w.overTime} rows=${card.months} columns=${MONTHS} keyOf=${point => point.month + point.criterion} /></details>`}
      <h3>${w.latest}</h3><ul class="grid cards">${card.latest.map(remark => html`<li key=${remark.bookingId} class="card col s"><p><strong>${w.remark(remark.mentorName, mentors.kinds[remark.kind])}</strong></p>
        <p class="small muted"><${Time} at=${remark.givenAt} /></p><${Said} review=${remark} /></li>`)}</ul>`}<//></section>`;
}
