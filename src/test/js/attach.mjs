// xterm.js with its attach addon, both as they are published, as a viewer of a shared terminal.
//   node attach.mjs WS_URL TOKEN 'what the screen must show' 'what is typed then' 'what it must show after that'
import xterm from '@xterm/headless';
import WebSocket from 'ws';

Object.assign(globalThis, { self: globalThis, WebSocket }); // as in the browser that the addon is made for
const { default: attach } = await import('@xterm/addon-attach');
const [url, token, first, typed, last] = process.argv.slice(2);
const terminal = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
const socket = new WebSocket(url, ['terminal.raw', `token.${token}`]);
terminal.loadAddon(new attach.AttachAddon(socket));
socket.on('close', (code, reason) => {
  console.log(`closed ${code} ${reason}`);
  process.exit(1);
});

function lines() {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_, y) => buffer.getLine(buffer.viewportY + y).translateToString(true));
}

function sees(text) {
  return new Promise(resolve => {
    const look = () => lines().includes(text) ? resolve() : setTimeout(look, 20);
    look();
  });
}

await sees(first);
terminal.input(typed);
await sees(last);
console.log(lines().filter(Boolean).join('\n'));
process.exit(0);
