import { element, pages, start } from '/console/console.js';

start('Console', async (main, user) => {
  main.append(
    element('p', {}, `Signed in as ${user.fullName}.`),
    element('ul', { class: 'tiles' }, ...(await pages()).map(page =>
      element('li', {}, element('a', { href: page.href },
        element('strong', {}, page.name), element('span', {}, page.about))))));
});
