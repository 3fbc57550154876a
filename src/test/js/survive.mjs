// Clients behind a proxy while nodes go, one after the other. Arguments: the proxy, a node that stays, clients, how
// long to go on after each (ms). Says READY when all are in their rooms; then, for each line on stdin (when a node
// went), one line of JSON: what has been seen until everything sent has arrived, or 20 s have passed. Some speak
// through the proxy, and may sit on the killed node themselves: what they were told has been taken must arrive.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [proxy, stays, count, after] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const ROOMS = 10;
const SPEAKERS = 4;
const KINDS = [["polling"], ["websocket"], ["polling", "websocket"]];
const EVERY_MS = 100;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const clients = Array.from({ length: count }, (_, i) => {
  const kind = KINDS[i % KINDS.length];
  const socket = io(proxy, { transports: kind, forceNew: true });
  const client = { kind, room: i % ROOMS, socket, last: Array(SPEAKERS).fill(0), missing: new Set(), doubled: [],
    lostAt: 0, why: [], lost: [], opened: [], restored: [], strangers: 0 };
  socket.io.on("open", () => client.opened.push(Date.now()));
  socket.on("chat-message", ({ s, n }) => {
    if (n <= client.last[s]) return client.doubled.push(`${s}:${n} after ${client.last[s]}`);
    for (let k = client.last[s] + 1; k < n && client.last[s]; k++) client.missing.add(`${s}:${k}`);
    client.last[s] = n;
  });
  socket.on("disconnect", (reason, details) => {
    client.lost.push((client.lostAt = Date.now()));
    client.why.push(`${reason} ${details?.context?.responseText ?? ""}`.split("\n")[0]);
  });
  client.joined = new Promise((resolve) =>
    socket.on("connect", () => {
      if (client.lostAt) {
        client.restored.push(Date.now());
        if (!socket.recovered) client.strangers++;
      } else {
        socket.emit("join-room", { roomId: `room-${client.room}` }, resolve);
      }
    }),
  );
  return client;
});
await Promise.all(clients.map((client) => client.joined));

const speakers = Array.from({ length: SPEAKERS }, (_, s) => ({
  n: 0, taken: Array.from({ length: ROOMS }, () => new Set()),
  socket: io(s ? proxy : stays, { transports: KINDS[s % KINDS.length], forceNew: true }),
}));
await Promise.all(speakers.map(({ socket }) => new Promise((resolve) => socket.once("connect", resolve))));
let silent = false;
setInterval(() => {
  for (const [s, speaker] of speakers.entries()) {
    if (silent || !speaker.socket.connected) continue;
    const n = ++speaker.n;
    for (let r = 0; r < ROOMS; r++)
      speaker.socket.emit("chat-message", { roomId: `room-${r}`, s, n }, () => speaker.taken[r].add(n));
  }
}, EVERY_MS);
console.log("READY");

// messages that were acknowledged and have not arrived; of what a client did not hear from its beginning
const missed = (client) => speakers.flatMap(({ taken }, s) => [...taken[client.room]]
  .filter((n) => client.last[s] && (n > client.last[s] || client.missing.has(`${s}:${n}`))).map((n) => `${s}:${n}`));

for await (const line of createInterface({ input: process.stdin })) {
  const killedAt = +line;
  await sleep(after);
  silent = true;
  const deadline = Date.now() + 20_000;
  let calm = 0;
  while (calm < 4 && Date.now() < deadline) {
    calm = clients.every((c) => c.socket.connected && !missed(c).length) && speakers.every((s) => s.socket.connected)
      ? calm + 1 : 0;
    await sleep(50);
  }
  const since = (field) => clients.flatMap((c) => c[field]).map((t) => t - killedAt).sort((a, b) => a - b);
  const at = (times, part) => times[Math.floor((times.length - 1) * part)] ?? 0;
  const [lost, restored] = [since("lost"), since("restored")];
  const wrong = clients.filter((c) => missed(c).length || c.doubled.length);
  console.log(JSON.stringify({
    said: speakers.map((s) => s.n),
    restored: restored.length,
    strangers: clients.reduce((sum, c) => sum + c.strangers, 0),
    wrong: wrong.length,
    offline: clients.filter((c) => !c.socket.connected).length,
    lost95: at(lost, 0.95),
    opened95: at(since("opened"), 0.95),
    p50: at(restored, 0.5),
    p95: at(restored, 0.95),
    why: clients.flatMap((c) => c.why).reduce((sum, why) => ({ ...sum, [why]: (sum[why] ?? 0) + 1 }), {}),
    times: restored,
    slowest: clients.filter((c) => c.restored.length)
      .map((c) => ({ kind: c.kind.join("+"), why: c.why.join(", "), lost: c.lost.map((t) => t - killedAt),
        opened: c.opened.map((t) => t - killedAt), back: c.restored.map((t) => t - killedAt) }))
      .sort((a, b) => b.back.at(-1) - a.back.at(-1)).slice(0, 5),
    example: wrong.slice(0, 3).map((c) => ({ kind: c.kind, missed: missed(c).slice(0, 9),
      doubled: c.doubled.slice(0, 9), back: c.restored.map((t) => t - killedAt) })),
  }));
  for (const c of clients)
    Object.assign(c, { why: [], lost: [], opened: [], restored: [], strangers: 0, doubled: [], missing: new Set() });
  for (const s of speakers) s.taken.forEach((set) => set.clear());
  silent = false;
}
process.exit(0);
