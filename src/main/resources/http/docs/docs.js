// Shared by all pages of the documentation: theme, contents on a phone, copying, searching.
const root = document.documentElement;
const THEMES = ['', 'light', 'dark'];

const theme = document.getElementById('theme');
const say = () => { theme.textContent = `Theme: ${root.dataset.theme || 'system'}`; };
theme.addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(root.dataset.theme || '') + 1) % THEMES.length];
  if (next) {
    root.dataset.theme = next;
  } else {
    delete root.dataset.theme;
  }
  localStorage.setItem('console-theme', next);
  dispatchEvent(new Event('theme'));
  say();
});
say();

const menu = document.getElementById('menu');
menu.addEventListener('click', () => {
  const open = document.body.classList.toggle('menu-open');
  menu.setAttribute('aria-expanded', String(open));
});

/** Gives each block of commands in this part a button that copies it. */
export function addCopyButtons(part) {
  for (const block of part.querySelectorAll('pre:not(.answer):not(.copied-by)')) {
    block.classList.add('copied-by');
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn s docs-copy', textContent: 'Copy' });
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    const frame = Object.assign(document.createElement('div'), { className: 'docs-code' });
    block.replaceWith(frame);
    frame.append(block, button);
  }
}
if (document.querySelector('main.prose')) {
  addCopyButtons(document.querySelector('main'));
}

const search = document.getElementById('search');
if (search) {
  const count = document.getElementById('count');
  const find = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const entry of document.querySelectorAll('[data-find]')) {
      const text = `${entry.dataset.find} ${entry.textContent}`.toLowerCase();
      entry.hidden = !wanted.every(word => text.includes(word));
      found += entry.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll('[data-group]')) {
      group.hidden = !group.querySelector('[data-find]:not([hidden])');
    }
    count.textContent = wanted.length ? `${found} found` : '';
  };
  search.addEventListener('input', find);
  search.value = new URLSearchParams(location.search).get('q') || '';
  find();
}
