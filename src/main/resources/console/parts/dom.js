// Markup by hand, for the parts whose pictures and letters are not drawn by the app: meetings and terminals.
import { instant, say, told } from '../core.js';

export { accessToken, api, file, get, number, post, say, session } from '../core.js';

/**
 * An element. Children that are strings become text, never markup; null and undefined are left out. Attributes: `on`
 * is an object of listeners, a value of false or null leaves the attribute out.
 */
export function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === 'on') {
      Object.entries(value).forEach(([event, listener]) => node.addEventListener(event, listener));
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value === true ? '' : value);
    }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

export const time = at => element('time', { datetime: at }, instant(at));

/** Runs what a button or form does: the control is disabled meanwhile, a problem is said. */
export async function doing(control, work) {
  control.disabled = true;
  try {
    return await work();
  } catch (problem) {
    say(told(problem), 'bad');
    return undefined;
  } finally {
    control.disabled = false;
  }
}

/** Asks a question; answers the value of the button pressed, or '' when it was closed. An aborted `until` closes it. */
export function question(title, text, answers, until = null) {
  const dialog = element('dialog', { class: 'modal', 'aria-labelledby': 'question' },
    element('h2', { id: 'question' }, title), element('p', { class: 'muted' }, text),
    element('form', { method: 'dialog', class: 'acts' }, ...answers.map(([value, name], index) =>
      element('button', { value, class: index > 0 ? 'btn' : 'btn pri', autofocus: index === 0 }, name))));
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
    until?.addEventListener('abort', () => dialog.close(''), { once: true });
  });
}
