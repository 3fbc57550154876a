// Compares what a viewer sees who was there from the beginning with what one sees who came later, both xterm.js.
//   node screens.mjs FILE with a JSON array of {name, columns, lines, before, dump, after}, the last three in base64
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import xterm from '@xterm/headless';

const { Unicode11Addon } = createRequire(import.meta.url)('../../main/resources/console/vendor/xterm-unicode11.js');

function viewer({ columns, lines }) {
  const terminal = new xterm.Terminal({ cols: columns, rows: lines, scrollback: 200, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}

const bytes = text => Buffer.from(text, 'base64');
/** Writes at once; false when xterm.js itself cannot take it, as REP of a lone mark at the left edge. */
function write(terminal, chunk) {
  try {
    terminal._core.writeSync(chunk);
    return true;
  } catch {
    return false;
  }
}

function cell(row, x) {
  const found = row.getCell(x);
  // the first of 256 colours are the 16, drawn alike
  const mode = number => number === 0x2000000 ? 0x1000000 : number;
  const colour = [mode(found.getFgColorMode()), found.getFgColor(), mode(found.getBgColorMode()), found.getBgColor()];
  const marks = ['isBold', 'isItalic', 'isDim', 'isUnderline', 'isBlink', 'isInverse', 'isInvisible',
    'isStrikethrough', 'isOverline'].map(name => found[name]() ? 1 : 0);
  return `${found.getChars() || ' '}|${found.getWidth()}|${colour}|${marks.join('')}`;
}

function seen(terminal) {
  const buffer = terminal.buffer.active;
  const rows = [];
  for (let y = 0; y < terminal.rows; y++) {
    const row = buffer.getLine(buffer.baseY + y);
    rows.push(Array.from({ length: terminal.cols }, (_, x) => cell(row, x)));
  }
  return { kind: buffer.type, x: buffer.cursorX, y: buffer.cursorY, rows };
}

function difference(live, late) {
  for (const name of ['kind', 'x', 'y']) {
    if (live[name] !== late[name]) {
      return `${name}: live ${live[name]}, late ${late[name]}`;
    }
  }
  for (let y = 0; y < live.rows.length; y++) {
    for (let x = 0; x < live.rows[y].length; x++) {
      if (live.rows[y][x] !== late.rows[y][x]) {
        return `cell ${x},${y}: live ${live.rows[y][x]}, late ${late.rows[y][x]}`;
      }
    }
  }
  return null;
}

const wrong = [];
const cases = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const each of cases) {
  const live = viewer(each);
  const late = viewer(each);
  let differs = null;
  if (write(live, bytes(each.before))) {
    differs = write(late, bytes(each.dump)) ? difference(seen(live), seen(late)) : 'the dump cannot be taken';
    if (!differs && write(live, bytes(each.after))) {
      differs = write(late, bytes(each.after)) ? difference(seen(live), seen(late)) : 'it cannot be taken';
      differs = differs && `afterwards, ${differs}`;
    }
  }
  if (differs) {
    wrong.push(`${each.name}: ${differs}\n  before ${JSON.stringify(bytes(each.before).toString())}\n  after `
      + `${JSON.stringify(bytes(each.after).toString())}`);
  }
  live.dispose();
  late.dispose();
}
console.log(`${wrong.length} of ${cases.length} differ`);
console.log(wrong.slice(0, 20).join('\n'));
process.exit(wrong.length ? 1 : 0);
