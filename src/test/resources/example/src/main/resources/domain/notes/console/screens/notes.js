// One's own notes, newest first, and a field for another one.
import { post, say } from '../core.js';
import { nameOf } from '../nav.js';
import { Field, Form, Head, Load, Table, Time, html, useGet } from '../ui.js';
import { words as w } from '../words/notes.js';

export default function Notes() {
  const all = useGet('/api/me/notes');
  const add = async (form, { text }) => {
    await post('/api/me/notes', { text });
    form.reset();
    await all.reload();
    say(w.added, 'good');
  };
  return html`<${Head} title=${nameOf('notes')} /><${Form} kind="card col" on=${add} button=${w.add}>
      <${Field} label=${w.text}><textarea class="in" name="text" rows="3" required maxlength="2000" /><//><//>
    <${Load} of=${all}>${({ items }) => html`<div class="card flush"><${Table} label=${nameOf('notes')} rows=${items} none=${w.none}
      columns=${[[w.text, note => note.text], [w.when, note => html`<${Time} at=${note.createdAt} />`]]} /></div>`}<//>`;
}
