#!/usr/bin/env node
// A worker in Node.js: answers example.words.count over the bridge, with nothing but what Node brings.
//
//   BRIDGE=127.0.0.1:7000 BRIDGE_KEY=... scripts/examples/worker.mjs
//
// It takes stored requests as they come; a lost connection is made again. To be killed at any moment does no harm:
// what it has not answered is asked again.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

if (process.argv.includes('--help')) {
  const head = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n').slice(1);
  console.log(head.slice(0, head.findIndex(line => !line.startsWith('//'))).map(line => line.replace(/^\/\/ ?/, '')).join('\n'));
  process.exit();
}

const ADDRESS = 'example.words.count';
const PING_MS = 20_000;
const [, host, port] = /^(.*):(\d+)$/.exec(process.env.BRIDGE || '127.0.0.1:7000');

/** The work. What cannot succeed is unprocessable and is not tried again; any other code is. */
function count(body) {
  if (typeof body?.text !== 'string') {
    return { failure: { code: 'unprocessable', message: 'There is no text to count.' } };
  }
  return { body: { words: body.text.split(/\s+/).filter(Boolean).length, by: 'node' } };
}

function work() {
  const socket = connect(Number(port), host);
  let held = Buffer.alloc(0);

  function send(frame) {
    const data = Buffer.from(JSON.stringify(frame));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    socket.write(Buffer.concat([length, data]));
  }

  function heard(frame) {
    if (frame.type === 'err') {
      console.error(frame.message);
      process.exit(1);
    } else if (frame.type === 'message' && frame.address === 'login') {
      send({ type: 'register', address: ADDRESS });
      console.log('ready');
    } else if (frame.type === 'message') {
      send({ type: 'send', address: frame.replyAddress, body: count(frame.body.body) });
    }
  }

  socket.on('connect', () =>
    send({ type: 'send', address: 'bridge.login', body: { key: process.env.BRIDGE_KEY || '' }, replyAddress: 'login' }));
  socket.on('data', more => {
    held = Buffer.concat([held, more]);
    while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
      const end = 4 + held.readUInt32BE(0);
      const frame = JSON.parse(held.subarray(4, end));
      held = held.subarray(end);
      heard(frame);
    }
  });
  const pinging = setInterval(() => send({ type: 'ping' }), PING_MS);
  socket.on('error', trouble => console.error(`${trouble.message}; trying again`));
  socket.on('close', () => {
    clearInterval(pinging);
    setTimeout(work, 1000);
  });
}

work();
