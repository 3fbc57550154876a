// The events over sockets, and for administrators the event bus: channels, messages, shapes, examples.
import { onSignIn, token } from './signin.js';

const byId = id => document.getElementById(id);

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === 'text') {
      node.textContent = value;
    } else {
      node.setAttribute(key, value);
    }
  }
  node.append(...children.flat(Infinity).filter(Boolean));
  return node;
}

/** Paragraphs of a description, with what stands between backticks as code. */
function prose(text, kind) {
  return (text || '').trim().split(/\n\s*\n/).filter(Boolean).map(paragraph => element('p', { class: kind },
    paragraph.split('`').map((part, i) => i % 2 ? element('code', { text: part }) : document.createTextNode(part))));
}

/** Reads one document: follows its references, words its schemas, makes examples. */
class Reader {
  constructor(document_) {
    this.document = document_;
  }

  follow(node) {
    for (let hops = 0; node && node.$ref && hops < 16; hops++) {
      node = node.$ref.slice(2).split('/').reduce((at, key) => at && at[key.replace(/~1/g, '/').replace(/~0/g, '~')], this.document);
    }
    return node || {};
  }

  words(schema, indent = '', open = []) {
    const name = schema && schema.$ref ? schema.$ref.split('/').pop() : '';
    if (name && open.includes(name)) return name;
    const within = name ? open.concat(name) : open;
    schema = this.follow(schema);
    for (const composition of ['allOf', 'oneOf', 'anyOf']) {
      if (schema[composition]) {
        const joint = composition === 'allOf' ? ' and ' : ' or ';
        return schema[composition].map(each => this.words(each, indent, within)).join(joint);
      }
    }
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
    if ([].concat(schema.type).includes('array')) return `[${this.words(schema.items || {}, indent, within)}]${limits(schema)}`;
    if (schema.properties) {
      const required = schema.required || [];
      const lines = Object.entries(schema.properties).map(([key, value]) => {
        const note = this.follow(value).description;
        return `${indent}  ${key}${required.includes(key) ? '' : '?'}: ${this.words(value, `${indent}  `, within)}`
          + (note ? `   // ${note.trim().replace(/\s+/g, ' ')}` : '');
      });
      return `{\n${lines.join('\n')}\n${indent}}`;
    }
    const type = [].concat(schema.type || 'any').join(' | ');
    return type + (schema.format ? ` (${schema.format})` : '') + limits(schema);
  }

  example(schema, depth = 0) {
    schema = this.follow(schema);
    if (schema.example !== undefined) return schema.example;
    if (schema.examples?.length) return schema.examples[0];
    if (schema.default !== undefined) return schema.default;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0];
    if (depth > 6) return null;
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map(each => this.example(each, depth + 1)));
    if (schema.oneOf || schema.anyOf) return this.example((schema.oneOf || schema.anyOf)[0], depth + 1);
    if (schema.properties) {
      return Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, this.example(value, depth + 1)]));
    }
    const formats = { uuid: '01a2289a-cfbe-7345-b5b8-b136df35a9bf', email: 'asha@learner.example',
      'date-time': '2026-01-31T08:30:00.000Z', date: '2026-01-31' };
    switch ([].concat(schema.type)[0]) {
      case 'array': return [this.example(schema.items || {}, depth + 1)];
      case 'integer': case 'number': return schema.minimum || 0;
      case 'boolean': return true;
      case 'string': return formats[schema.format] || 'text';
      default: return {};
    }
  }

  message(channel, verb, message, reply) {
    const said = this.follow(message);
    const node = element('details', { class: 'docs-event', id: `${channel}.${verb}.${said.name}`, 'data-find': `${channel} ${verb}` },
      element('summary', {}, element('code', { text: said.name }), ` ${said.summary || ''}`));
    // made when it is looked at: some hundred messages open at once
    node.addEventListener('toggle', () => {
      if (node.open && node.childElementCount === 1) {
        node.append(element('div', { class: 'docs-event-body' }, this.payload('Payload', said),
          (reply || []).map(each => this.payload('Answer', this.follow(each)))));
      }
    });
    return node;
  }

  payload(title, message) {
    const pre = text => element('pre', { tabindex: '0', text });
    return [element('h4', { text: title }), pre(this.words(message.payload || {})), element('h5', { text: 'Example' }),
      pre(JSON.stringify(message.examples?.[0]?.payload ?? this.example(message.payload || {}), null, 2))];
  }

  section(title, about, id, groups) {
    return element('section', { class: 'card', id, 'data-group': '' }, element('h2', { text: title }), prose(about, 'muted'),
      groups.filter(([, messages]) => messages.length).map(([heading, messages]) => element('div', { 'data-group': '' },
        element('h3', { text: heading }), messages)));
  }
}

function limits(schema) {
  const said = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'default']
    .filter(key => schema[key] !== undefined).map(key => `${key} ${JSON.stringify(schema[key])}`);
  return said.length ? `, ${said.join(', ')}` : '';
}

/** A section for each namespace: what a client sends, then what the server sends. */
function showChannels(document_) {
  const reader = new Reader(document_);
  byId('about').append(...prose(document_.info.description, ''));
  const operations = Object.values(document_.operations);
  byId('channels').append(...Object.entries(document_.channels).map(([name, channel]) => {
    const messages = action => operations.filter(each => each.action === action && each.channel.$ref === `#/channels/${name}`)
      .flatMap(each => each.messages.map(message => reader.message(name, action === 'receive' ? 'client' : 'server', message,
        each.reply?.messages)));
    return reader.section(`${channel.address} · ${channel.title}`, channel.description, `channel-${name}`,
      [['Client sends', messages('receive')], ['Server sends', messages('send')]]);
  }));
}

/** A section for each domain: what it answers, then what it announces. */
function showBus(document_) {
  const reader = new Reader(document_);
  const domains = Map.groupBy(Object.entries(document_.operations), ([address]) => address.split('.')[0]);
  const sections = [...domains].map(([domain, operations]) => {
    const messages = action => operations.filter(([, each]) => each.action === action)
      .map(([, each]) => reader.message('bus', action === 'receive' ? 'ask' : 'hear', each.messages[0], each.reply?.messages));
    return reader.section(`Event bus · ${domain}`, '', `bus-${domain}`, [['Requests', messages('receive')], ['Events', messages('send')]]);
  });
  byId('bus').replaceChildren(...sections);
}

async function read(path, shown) {
  const answer = await fetch(path, shown ? { headers: { authorization: `Bearer ${shown}` } } : {});
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.message);
  }
  return body;
}

/** Reads the role from the token; the server decides by itself. */
function isAdmin(token) {
  const { role } = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  return role === 'ADMIN' || role === 'SUPERADMIN';
}

showChannels(await read('/asyncapi.json'));
onSignIn(async () => {
  const shown = await token();
  byId('bus').replaceChildren();
  byId('bus-said').textContent = 'The event bus of the product is shown to administrators: sign in above.';
  if (shown && isAdmin(shown)) {
    try {
      showBus(await read('/asyncapi/bus.json', shown));
      byId('bus-said').textContent = 'The event bus, for workers in other languages:';
    } catch (refused) {
      byId('bus-said').textContent = refused.message;
    }
  }
  byId('search').dispatchEvent(new Event('input'));
});
