// The reference: Swagger UI over /openapi.json, with the token of whoever is signed in above it.
import { onSignIn, token } from './signin.js';

/** One call with the types of /openapi.d.ts and openapi-fetch. */
function typed(request) {
  const url = new URL(request.get('url'), location.href);
  const query = Object.fromEntries(url.searchParams);
  const parts = [];
  if (Object.keys(query).length) {
    parts.push(`  params: { query: ${JSON.stringify(query)} },`);
  }
  if (request.get('body')) {
    parts.push(`  body: ${request.get('body')},`);
  }
  return `const { data, error } = await api.${request.get('method')}('${url.pathname}'${parts.length ? `, {\n${parts.join('\n')}\n}` : ''});`;
}

/** Swagger UI without its head: the page has a title, a landmark and a way to sign in already. */
const Layout = React => ({ getComponent, specSelectors }) => {
  const part = (name, connected) => React.createElement(getComponent(name, connected));
  return React.createElement('div', { className: 'swagger-ui' }, part('SvgAssets'), specSelectors.loadingStatus() === 'success'
    ? [part('FilterContainer', true), part('operations', true)].map((each, key) => React.cloneElement(each, { key })) : 'Loading …');
};

let known = false;
const ui = window.SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#reference', deepLinking: true, docExpansion: 'none', filter: true, tagsSorter: 'alpha',
  defaultModelsExpandDepth: -1, displayRequestDuration: true, validatorUrl: null, requestSnippetsEnabled: true,
  requestSnippets: { defaultExpanded: true, languages: ['curl_bash', 'typed'], generators: { curl_bash: { title: 'curl', syntax: 'bash' },
    typed: { title: 'TypeScript', syntax: 'javascript' } } },
  plugins: [{ fn: { requestSnippetGenerator_typed: typed } }, system => ({ components: { Layout: Layout(system.React) } })],
  presets: [window.SwaggerUIBundle.presets.apis], layout: 'Layout',
  requestInterceptor: async request => {
    const shown = new URL(request.url, location.href).origin === location.origin ? await token() : null;
    if (shown && !request.loadSpec) {
      request.headers.Authorization = `Bearer ${shown}`;
    }
    return request;
  },
  onComplete: () => {
    onSignIn(async () => {
      const shown = await token();
      if (shown) {
        ui.preauthorizeApiKey('bearer', shown);
      } else if (known) {
        ui.authActions.logout(['bearer']);
      }
      known = Boolean(shown);
    });
    document.getElementById('reference').setAttribute('aria-busy', 'false');
  },
});

/**
 * Mends what Swagger UI draws for those who use a keyboard: a button holds no link, as pressing it does the same, and what
 * scrolls can be reached.
 */
function mend(root) {
  root.querySelectorAll('.opblock-summary-control a[href]').forEach(link => link.removeAttribute('href'));
  root.querySelectorAll('pre.microlight:not([tabindex])').forEach(text => text.setAttribute('tabindex', '0'));
}
const reference = document.getElementById('reference');
new MutationObserver(() => mend(reference)).observe(reference, { childList: true, subtree: true });
