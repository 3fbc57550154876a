// Clients behind a proxy while a node is killed. Arguments: the proxy, a node that stays, clients, how long to go on (ms).
// Says READY when all are in their rooms; reads the time of the kill from stdin; last line: what each has seen, as JSON.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [proxy, stays, count, after] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const ROOMS = 10;
const KINDS = [["polling"], ["websocket"], ["polling", "websocket"]];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const clients = Array.from({ length: count }, (_, i) => {
  const room = `room-${i % ROOMS}`;
  const socket = io(proxy, { transports: KINDS[i % KINDS.length], forceNew: true });
  const client = { room, socket, seen: [], lostAt: 0, restored: [], strangers: 0 };
  socket.on("chat-message", (body) => client.seen.push(body.n));
  socket.on("disconnect", () => (client.lostAt = Date.now()));
  client.joined = new Promise((resolve) =>
    socket.on("connect", () => {
      if (client.lostAt) {
        client.restored.push(Date.now());
        if (!socket.recovered) client.strangers++;
      } else {
        socket.emit("join-room", { roomId: room }, resolve);
      }
    }),
  );
  return client;
});
await Promise.all(clients.map((c) => c.joined));

const speaker = io(stays, { transports: ["websocket"], forceNew: true });
await new Promise((resolve) => speaker.on("connect", resolve));
let n = 0;
const speak = setInterval(() => {
  n++;
  for (let r = 0; r < ROOMS; r++) speaker.emit("chat-message", { roomId: `room-${r}`, n });
}, 50);
console.log("READY");
const killedAt = await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", (line) => resolve(+line)));
await sleep(after);
clearInterval(speak);
const deadline = Date.now() + 20_000;
const done = () => clients.every((c) => c.socket.connected && c.seen.at(-1) === n);
while (!done() && Date.now() < deadline) await sleep(50);

const times = clients.flatMap((c) => c.restored).map((t) => t - killedAt).sort((a, b) => a - b);
const wrong = clients.filter((c) => c.seen.length !== n - c.seen[0] + 1 || c.seen.some((v, i) => v !== c.seen[0] + i));
console.log(JSON.stringify({
  sent: n,
  restored: times.length,
  strangers: clients.reduce((sum, c) => sum + c.strangers, 0),
  wrong: wrong.length,
  offline: clients.filter((c) => !c.socket.connected).length,
  p50: times[Math.floor(times.length / 2)] ?? 0,
  p95: times[Math.floor(times.length * 0.95)] ?? 0,
  example: wrong.slice(0, 3).map((c) => ({ kind: c.socket.io.opts.transports, first: c.seen[0], length: c.seen.length,
    jumps: c.seen.flatMap((v, i) => (i && v !== c.seen[i - 1] + 1 ? [`${c.seen[i - 1]}>${v}`] : [])).slice(0, 5) })),
}));
process.exit(0);
