// xterm.js as these pages use it.

/**
 * The pages' policy lets no style in by markup, and xterm.js writes style elements and attributes. Both are given to
 * the browser as what the policy does let in: adopted sheets and the style's own properties.
 */
function withoutInlineStyles() {
  const create = document.createElement.bind(document);
  document.createElement = (name, options) => {
    if (name !== 'style') {
      return create(name, options);
    }
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
    return Object.defineProperty(create('template'), 'textContent', { set: text => sheet.replaceSync(text) });
  };
  const set = HTMLElement.prototype.setAttribute;
  HTMLElement.prototype.setAttribute = function (name, value) {
    if (name === 'style') {
      this.style.cssText = value;
    } else {
      set.call(this, name, value);
    }
  };
}

withoutInlineStyles();

const LARGEST_FONT = 16;
const SMALLEST_FONT = 7;
/** Ratio of a character's width to its height in the fonts below. */
const NARROW = 0.602;

/** A terminal of so many columns and rows in the node, in letters as large as fit. */
export function screen(node, columns, rows) {
  const terminal = new Terminal({
    cols: columns, rows, scrollback: 1000, allowProposedApi: true, disableStdin: true, cursorBlink: false,
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace', fontSize: font(node, columns),
  });
  terminal.loadAddon(new Unicode11Addon.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  // only the host's terminal answers the questions of a program, not each viewer's
  for (const id of [{ final: 'c' }, { prefix: '>', final: 'c' }, { final: 'n' }, { prefix: '?', final: 'n' },
    { intermediates: '$', final: 'p' }, { prefix: '?', intermediates: '$', final: 'p' }, { final: 't' }]) {
    terminal.parser.registerCsiHandler(id, () => true);
  }
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
  for (const colour of [4, 10, 11, 12]) {
    terminal.parser.registerOscHandler(colour, data => data.includes('?'));
  }
  terminal.open(node);
  return terminal;
}

export function resize(terminal, node, columns, rows) {
  terminal.options.fontSize = font(node, columns);
  terminal.resize(columns, rows);
}

function font(node, columns) {
  const fits = Math.floor((node.clientWidth - 24) / (columns * NARROW));
  return Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, fits));
}
