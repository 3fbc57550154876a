// The part of a form that shows whose account it is: the password, or a code that is mailed to its address.
import { say, send } from '../core.js';
import { Act, Field, Seg, html } from '../ui.js';
import { words } from '../words.js';

const w = words.me.proof;

/** Shows the field `proof`; `way`, `password` or `code`, is the name by which the server takes it. */
export function Proof({ user, way, setWay }) {
  const mail = async () => {
    await send('POST', '/api/auth/otp/request', { email: user.email, purpose: 'login' });
    say(w.codeSent(user.email), 'good');
  };
  return html`<fieldset class="col s"><legend>${w.title}</legend><${Seg} label=${w.title} at=${way} on=${setWay} of=${[['password', w.byPassword], ['code', w.byCode]]} />
    ${way === 'code' && html`<div><${Act} kind="s" icon="mail" on=${mail}>${w.sendCode}<//></div>`}
    <${Field} key=${way} label=${w[way]} hint=${way === 'code' && w.codeHint}>${way === 'password' ? html`<input class="in" name="proof" type="password" required maxlength="200" autocomplete="current-password" />`
    : html`<input class="in" name="proof" inputmode="numeric" required pattern="[0-9]{6,10}" maxlength="10" autocomplete="one-time-code" />`}<//></fieldset>`;
}
