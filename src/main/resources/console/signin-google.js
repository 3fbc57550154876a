// The way back from Google: hands in the code, and goes on.
import { backFromGoogle } from './google.js';
import { enter } from './signin.js';
import { Fault, Head, html, useEffect, useState } from './ui.js';
import { words } from './words.js';

const w = words.google;

export function Google() {
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    backFromGoogle().then(({ then, refused, answer }) => refused ? setProblem({ message: w.refused })
      : then === 'link' ? location.replace('/console/account/password')
        : then !== 'enter' ? location.replace('/console/account/connections') : enter(answer, '/console/'), setProblem);
  }, []);
  return html`<${Head} title=${w.title} />${problem ? html`<${Fault} problem=${problem} /><p><a class="btn pri" href="/console/">${w.back}</a></p>`
    : html`<p role="status">${w.busy}</p>`}`;
}
