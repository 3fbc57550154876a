// Shows a learner's certificates, to be downloaded and shown to others.
import { api, dayOf, file, get, say } from '../core.js';
import { nameOf } from '../nav.js';
import { save } from '../parts/save.js';
import { Act, Badge, Empty, Head, Link, Load, html, useData } from '../ui.js';
import { words as w } from '../words/certificates.js';

function One({ of, reload }) {
  const path = `/api/student/me/credentials/${of.id}`;
  const good = of.state !== 'revoked';
  const show = async showsName => {
    await api('PATCH', path, { showsName });
    await reload();
    say(showsName ? w.shown : w.hidden, 'good');
  };
  return html`<article class="card col"><p class="muted">${of.issuer}</p><h2>${of.title}</h2>
    <p>${[of.hours && w.hours(of.hours), of.completedOn ? w.completedOn(dayOf(of.completedOn)) : w.issuedOn(dayOf(of.issuedAt))].filter(Boolean).join(' · ')}${!good && html` <${Badge} kind="bad">${w.states.revoked}<//>`}</p>
    ${of.revokedReason && html`<p class="quote">${of.revokedReason}</p>`}
    <p class="row wrap"><${Link} href=${`/verify/${of.id}`} icon="shield" name=${`${w.page}: ${of.title}`}>${w.page}<//>
      ${good && of.cid && html`<${Act} kind="s" name=${`${w.pdf}: ${of.title}`} on=${async () => save(await file(`${path}/certificate`), `${of.title}.pdf`)}>${w.pdf}<//>`}
      ${good && html`<${Act} kind="s" name=${`${w.badge}: ${of.title}`} on=${async () => save(await file(`${path}/badge`), `${of.title}.json`)}>${w.badge}<//>`}
      ${good && html`<${Act} kind="quiet s" name=${`${of.showsName ? w.hide : w.show}: ${of.title}`} on=${() => show(!of.showsName)}>${of.showsName ? w.hide : w.show}<//>`}</p></article>`;
}

export default function Certificates() {
  const all = useData(() => get('/api/student/me/credentials?limit=500'));
  return html`<${Head} title=${nameOf('certificates')} sub=${w.mine} /><${Load} of=${all}>${({ items }) => items.length === 0
    ? html`<${Empty} icon="shield" title=${w.noneYet}>${w.noneYetWhy}<//>` : html`<div class="grid two">${items.map(each => html`<${One} key=${each.id} of=${each} reload=${all.reload} />`)}</div>`}<//>`;
}
