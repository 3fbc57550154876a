// The way back from Google: hands in the code, and goes on.
import { ERRANDS, backFromGoogle, errand } from './google.js';
import { enter } from './signin.js';
import { Fault, Head, html, useEffect, useMemo, useState } from './ui.js';
import { words } from './words.js';

const w = words.google;

export function Google() {
  const [problem, setProblem] = useState(null);
  const mine = useMemo(errand, []);
  const { next, own } = ERRANDS[mine.then];
  useEffect(() => {
    backFromGoogle(mine).then(({ refused, signedOut, answer }) => refused ? setProblem({ message: own ? w.notPermitted : w.refused })
      : signedOut ? setProblem({ message: w.signedOut })
        : mine.then === 'enter' ? enter(answer, next) : location.replace(next), setProblem);
  }, []);
  return html`<${Head} title=${own ? w.connecting : w.title} />${problem ? html`<${Fault} problem=${problem} /><p><a class="btn pri" href=${next} target="_self">${w.back}</a></p>`
    : html`<p role="status">${w.busy}</p>`}`;
}
