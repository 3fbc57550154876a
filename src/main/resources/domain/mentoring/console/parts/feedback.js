// Feedback of a meeting that took place: the student rates the mentor, the mentor reviews the student.
import { api, get, say } from '../core.js';
import { Badge, Empty, Facts, Field, Form, Head, Link, Load, Time, html, useData } from '../ui.js';
import { words as w } from '../words/feedback.js';

const STARS = [5, 4, 3, 2, 1];
const orNone = text => text?.trim() || undefined;

/** The page of one meeting's feedback. */
export function Feedback({ id }) {
  const found = useData(() => get(`/api/bookings/${encodeURIComponent(id)}/feedback`), [id]);
  return html`<${Load} of=${found}>${given => html`<${Head} title=${given.title} sub=${given.other ? w.with(given.other) : ''} />
    <p><${Link} href="/console/meeting" kind="">${w.back}<//></p><${Sides} given=${given} isOpen=${Date.now() < Date.parse(given.until)} reload=${found.reload} />`}<//>`;
}

function Sides({ given, isOpen, reload }) {
  const { side } = given;
  const isFinal = side === 'mentor' && given.review && given.rating; // the mentor sees the rating
  return html`${isFinal ? html`<p class="muted">${w.final}</p>` : isOpen && side !== 'admin' ? html`<p class="muted">${w.until} <${Time} at=${given.until} />.</p>` : html`<p class="muted">${w.closed}</p>`}
    ${side === 'student' && isOpen ? html`<${Rate} given=${given} reload=${reload} />` : html`<${Rating} given=${given} />`}
    ${side === 'mentor' && isOpen && !isFinal ? html`<${Review} given=${given} reload=${reload} />` : html`<${Reviewed} given=${given} />`}`;
}

const Marks = ({ name, label, value, required }) => html`<${Field} label=${label}><select class="in" name=${name} required=${required}><option value="">${w.choose}</option>
  ${STARS.map(mark => html`<option key=${mark} value=${mark} selected=${value === mark}>${w.marks[mark]}</option>`)}</select><//>`;

function Rate({ given, reload }) {
  const { rating } = given;
  const save = async (form, typed) => {
    await api('PUT', `/api/bookings/${given.bookingId}/rating`, { stars: Number(typed.stars), onTime: typed.onTime === 'on',
      tags: Object.keys(w.tags).filter(tag => typed[`tag-${tag}`]), comment: orNone(typed.comment) });
    await reload();
    say(w.thanks, 'good');
  };
  return html`<${Form} kind="card col narrow" on=${save} button=${w.save}><h2>${w.rate}</h2>
    <${Marks} name="stars" label=${w.stars} value=${rating?.stars} required=${true} />
    <label class="row"><input type="checkbox" name="onTime" defaultChecked=${rating?.onTime ?? true} /> ${w.onTime}</label>
    <fieldset class="col s"><legend>${w.wasHow}</legend>${Object.entries(w.tags).map(([tag, name]) => html`<label key=${tag} class="row"><input type="checkbox" name=${`tag-${tag}`} defaultChecked=${rating?.tags.includes(tag)} /> ${name}</label>`)}</fieldset>
    <${Field} label=${w.comment} hint=${w.commentHint}><textarea class="in" name="comment" rows="4" maxlength="2000" defaultValue=${rating?.comment || ''}></textarea><//><//>`;
}

const Rating = ({ given }) => html`<section class="card col s"><h2>${w.rating}</h2>${given.rating ? html`<${Facts} of=${[[w.stars, w.marks[given.rating.stars]], [w.onTime, given.rating.onTime ? w.yes : w.no],
  [w.wasHow, given.rating.tags.map(tag => w.tags[tag]).join(', ') || null], [w.comment, given.rating.comment]]} />` : html`<${Empty} icon="star" title=${given.side === 'mentor' ? w.ratingHidden : w.noRating} />`}</section>`;

function Review({ given, reload }) {
  const { review } = given;
  const scores = Object.fromEntries((review?.scores || []).map(({ criterion, score }) => [criterion, score]));
  const save = async (form, typed) => {
    await api('PUT', `/api/bookings/${given.bookingId}/review`, { scores: given.criteria.filter(each => typed[each]).map(each => ({ criterion: each, score: Number(typed[each]) })),
      verdict: orNone(typed.verdict), strengths: orNone(typed.strengths), improve: orNone(typed.improve), privateNote: orNone(typed.privateNote) });
    await reload();
    say(w.thanks, 'good');
  };
  return html`<${Form} kind="card col narrow" on=${save} button=${w.save}><h2>${w.review}</h2>
    ${given.criteria.map((each, at) => html`<${Marks} key=${each} name=${each} label=${w.criteria[each]} value=${scores[each]} required=${at === 0} />`)}
    <${Field} label=${w.verdict}><select class="in" name="verdict"><option value="">${w.choose}</option>${Object.entries(w.verdicts).map(([key, name]) => html`<option key=${key} value=${key} selected=${review?.verdict === key}>${name}</option>`)}</select><//>
    ${[['strengths', w.strengths], ['improve', w.improve], ['privateNote', w.privateNote, w.privateHint]].map(([name, label, hint]) => html`<${Field} key=${name} label=${label} hint=${hint}><textarea class="in" name=${name} rows="3" maxlength="2000" defaultValue=${review?.[name] || ''}></textarea><//>`)}<//>`;
}

/** A review as it is read; the scorecard shows the latest ones so, too. */
export const Said = ({ review }) => html`<${Facts} of=${[...(review.scores || []).map(({ criterion, score }) => [w.criteria[criterion], w.marks[score]]), [w.strengths, review.strengths], [w.improve, review.improve], [w.privateNote, review.privateNote]]} />
  ${review.verdict && html`<p><${Badge} kind=${review.verdict === 'ready' ? 'good' : 'info'}>${w.verdicts[review.verdict]}<//></p>`}`;

const Reviewed = ({ given }) => html`<section class="card col s"><h2>${w.reviewed}</h2>${given.review ? html`<${Said} review=${given.review} />` : html`<${Empty} icon="star" title=${w.noReview} />`}</section>`;
