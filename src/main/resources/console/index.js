import { element, pagesFor, start } from '/console/console.js';

start('Console', (main, user) => {
  main.append(
    element('p', {}, `Signed in as ${user.fullName}.`),
    element('ul', { class: 'tiles' }, ...pagesFor(user).map(page =>
      element('li', {}, element('a', { href: page.href },
        element('strong', {}, page.name), element('span', {}, page.about))))));
});
