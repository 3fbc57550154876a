// A Socket.IO client for one namespace of this server, over WebSocket: enough to listen, and to be back after a loss.
import { accessToken } from '../core.js';

const LONGEST_PAUSE_MS = 10_000;

/**
 * Calls `heard(event, ...arguments)` for each event of the namespace and `state(connected)` when that changes. Connects
 * again after each loss; not when it was refused. Answers how to stop.
 */
export function listen(namespace, heard, state) {
  let failures = 0;
  let over = false;
  let open;

  async function connect() {
    if (over) {
      return undefined;
    }
    const token = await accessToken().catch(() => null);
    if (!token) {
      return again();
    }
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
    let refused = false;
    open = socket;
    socket.addEventListener('message', ({ data }) => {
      if (data[0] === '0') {
        socket.send(`40${namespace},${JSON.stringify({ token })}`);
      } else if (data === '2') {
        socket.send('3');
      } else if (data[0] === '4') {
        packet(data, socket, () => { refused = true; });
      }
    });
    socket.addEventListener('close', () => {
      over || state(false);
      if (!refused && !over) {
        again();
      }
    });
    return undefined;
  }

  function packet(data, socket, refuse) {
    const body = data.slice(2 + namespace.length + 1);
    switch (data[1]) {
      case '0':
        failures = 0;
        state(true);
        break;
      case '2':
        heard(...JSON.parse(body));
        break;
      case '4':
        refuse();
        socket.close();
        break;
      default:
        socket.close(); // told to leave, as by a token that has ended: with a fresh one it goes on
    }
  }

  function again() {
    failures++;
    setTimeout(connect, Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(failures, 5)));
  }

  connect();
  return () => {
    over = true;
    open?.close();
  };
}
