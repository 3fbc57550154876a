// Signing in: by password or by a mailed code; a forgotten password; a temporary one that must be changed first.
import { deviceToken, forgetSession, keep, say, send, session, signOut } from './core.js';
import { hasGoogle, leaveForGoogle } from './google.js';
import { askPages } from './nav.js';
import { Act, Field, Form, Icon, html, useEffect, useState } from './ui.js';
import { words } from './words.js';

const w = words.signin;

/** Shows who came in with a temporary password a new one's form; everybody else chooses the way. */
export function SignIn({ user }) {
  const [way, setWay] = useState(user ? 'change' : 'password');
  const [email, setEmail] = useState('');
  const Way = { password: ByPassword, code: ByCode, forgot: Forgot, signup: SignUp, change: Change }[way];
  const [google, setGoogle] = useState(false);
  useEffect(() => { hasGoogle().then(setGoogle, () => {}); }, []); // without an answer there is no button
  useEffect(() => { document.title = w[way].title; }, [way]);
  return html`<div class="sign"><main id="main" tabindex="-1"><h1>${w[way].title}</h1><p class="muted">${w[way].about}</p>
    <${Way} key=${way} email=${email} setEmail=${setEmail} />
    <div class="row wrap">${!user ? ['password', 'code', 'forgot', 'signup'].filter(each => each !== way).map(each => html`
      <button type="button" class="link" onClick=${() => setWay(each)}>${w[each].link}</button>`).concat(google && html`
      <${Act} kind="quiet" on=${() => leaveForGoogle('enter')}>${w.google}<//>`)
    : html`<button type="button" class="link" onClick=${signOut}>${words.signOut}</button>`}</div></main>
    <aside aria-hidden="true"><svg viewBox="0 0 400 400" preserveAspectRatio="xMidYMax slice"><circle class="sun" cx="290" cy="150" r="34" />
      <path class="m1" d="M0 400V270l90-90 100 110 90-120 120 150v80z" /><path class="m2" d="M0 400v-70l120-90 90 80 80-60 110 90v50z" /></svg></aside></div>`;
}

/** A form that says below its fields what went wrong; `on` is given what was typed. */
function Ask({ on, button, children, onProblem }) {
  const [wrong, setWrong] = useState('');
  const fail = (problem, form) => {
    setWrong([problem.message, ...(problem.errors || []).map(error => error.message)].join(' '));
    form.querySelector('[type=password], [name=code]')?.select();
    onProblem?.(problem);
  };
  return html`<${Form} big on=${(form, typed) => { setWrong(''); return on(typed); }} fail=${fail} button=${button}>${children}
    <p role="alert" class="err">${wrong && html`<${Icon} name="alert" size=16 />`}${wrong}</p><//>`;
}

const Email = ({ email, setEmail }) => html`<${Field} label=${w.email}><input class="in" name="email" type="email" autocomplete="username" required
  maxlength="254" value=${email} onInput=${event => setEmail(event.target.value)} /><//>`;

/** A password with a button that shows it. */
export function Password({ name = 'password', label = w.passwordLabel, fresh, optional }) {
  const [seen, set] = useState(false);
  return html`<div class="affix end"><${Field} label=${label} hint=${fresh && w.rule}><input class="in" name=${name} type=${seen ? 'text' : 'password'}
    autocomplete=${fresh ? 'new-password' : 'current-password'} required=${!optional} minlength=${fresh ? 8 : null} maxlength=${fresh ? 72 : 200} /><//>
    <button type="button" class="btn quiet s" aria-pressed=${String(seen)} aria-label=${`${w.show}: ${label}`} onClick=${() => set(!seen)}>${w.show}</button></div>`;
}

const Code = () => html`<${Field} label=${w.codeLabel} hint=${w.codeHint}><input class="in" name="code" inputmode="numeric" autocomplete="one-time-code"
  pattern="[0-9]{6,10}" maxlength="10" required /><//>`;

export async function enter(answer, at) {
  keep(answer);
  answer.user.mustChangePassword || await askPages().catch(() => {}); // it is asked for again when it is needed
  at ? location.replace(at) : location.reload();
}

function ByPassword(props) {
  return html`<${Ask} button=${w.password.title} on=${async typed => enter(await send('POST', '/api/auth/login',
    { email: typed.email, password: typed.password, deviceToken: deviceToken(typed.email) }))}><${Email} ...${props} /><${Password} /><//>`;
}

function ByCode(props) {
  const [asked, setAsked] = useState(null);
  if (!asked) {
    return html`<${Ask} button=${w.sendCode} on=${async ({ email }) => {
      await send('POST', '/api/auth/otp/request', { email, purpose: 'login' });
      setAsked(email);
    }}><${Email} ...${props} /><//>`;
  }
  return html`<p>${w.sent(asked)}</p><${Ask} button=${w.password.title} on=${async ({ code }) => enter(await send('POST', '/api/auth/otp/verify',
    { email: asked, purpose: 'login', code }))}><${Code} /><//>`;
}

function Forgot(props) {
  const [asked, setAsked] = useState(null);
  if (!asked) {
    return html`<${Ask} button=${w.sendCode} on=${async ({ email }) => {
      await send('POST', '/api/auth/password/forgot', { email });
      setAsked(email);
    }}><${Email} ...${props} /><//>`;
  }
  return html`<p>${w.sent(asked)}</p><${Ask} button=${w.setPassword} on=${async ({ code, newPassword }) => {
    await send('POST', '/api/auth/password/reset', { email: asked, code, newPassword });
    await enter(await send('POST', '/api/auth/login', { email: asked, password: newPassword }));
  }}><${Code} /><${Password} name="newPassword" label=${w.newPassword} fresh /><//>`;
}

/** Makes an account: its address is shown to be the person's own by a mailed code. */
function SignUp(props) {
  const [asked, setAsked] = useState(null);
  const sendCode = async () => {
    await send('POST', '/api/auth/otp/request', { email: asked.email, purpose: 'verify_email' });
    say(w.mailed(asked.email), 'good');
  };
  if (!asked) {
    return html`<${Ask} button=${w.signUp} on=${async ({ fullName, email, phone, password }) => {
      await send('POST', '/api/auth/signup', { fullName: fullName.trim(), email, password, ...phone.trim() && { phone: phone.trim() } });
      setAsked({ email, password });
    }}><${Field} label=${w.fullName}><input class="in" name="fullName" autocomplete="name" required maxlength="120" /><//><${Email} ...${props} />
      <${Field} label=${words.optional(w.phone)} hint=${w.phoneHint}><input class="in" name="phone" type="tel" autocomplete="tel" maxlength="60" /><//><${Password} fresh /><//>`;
  }
  return html`<p>${w.mailed(asked.email)}</p><${Ask} button=${w.verify} on=${async ({ code }) => enter(await send('POST', '/api/auth/otp/verify',
    { email: asked.email, purpose: 'verify_email', code, password: asked.password }))}><${Code} /><//>
    <div><${Act} kind="quiet" on=${sendCode}>${w.sendAgain}<//></div>`;
}

/** Changes the password; the answer is a new session. Also part of the account's page. */
export function Change({ done = () => location.reload() }) {
  const [needsOld, setNeedsOld] = useState(true);
  return html`<${Ask} button=${w.setPassword} onProblem=${problem => problem.status === 401 && problem.code !== 'invalid_credentials' && forgetSession()}
    on=${async ({ currentPassword, newPassword }) => {
      keep(await send('POST', '/api/auth/password/change', { ...needsOld && { currentPassword }, newPassword }, session().access));
      done();
    }}>${needsOld && html`<${Password} name="currentPassword" label=${w.oldPassword} />`}
    <${Password} name="newPassword" label=${w.newPassword} fresh />
    <label class="check"><input type="checkbox" checked=${!needsOld} onChange=${event => setNeedsOld(!event.target.checked)} />${w.noOld}</label><//>`;
}
