// People in meetings while the nodes below them are replaced. Arguments: the balancer; a file with the meetings,
// [{"id", "people": [{"name", "token"}]}], of whom the first two of each talk. Says READY when all are in; at a line
// on stdin they fall silent, and when all has arrived, or 20 s have passed, it says in one line of JSON what was lost.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [proxy, file] = process.argv.slice(2);
const KINDS = [["websocket"], ["polling"], ["polling", "websocket"]];
const EVERY_MS = 250;
const AT_ONCE = 2;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const meetings = JSON.parse(readFileSync(file, "utf8"));
const clients = meetings.flatMap(({ id, people }, m) => people.map(({ token, name }, p) => {
  const kind = KINDS[(m + p) % KINDS.length];
  const socket = io(proxy, { transports: kind, forceNew: true, reconnectionDelay: 200, auth: { token } });
  const client = { id, name, kind, socket, talks: p < 2, n: 0, taken: [], refused: {}, heard: {}, wrong: [], moves: 0,
    strangers: 0, why: {} };
  socket.on("chat-message", ({ s, n }) => {
    const heard = (client.heard[s] ??= []);
    if (n <= heard.at(-1)) {
      client.wrong.push(`${s} ${n} ${heard.includes(n) ? "again" : "late"} after ${heard.at(-1)}, ${
        Date.now() - client.here} ms after it came`);
    }
    heard.push(n);
  });
  socket.on("disconnect", (reason) => (client.why[reason] = (client.why[reason] ?? 0) + 1));
  client.joined = new Promise((resolve, reject) =>
    socket.on("connect", () => {
      const moved = client.here;
      client.here = Date.now();
      if (moved) client.moves++;
      if (moved && !socket.recovered) client.strangers++;
      if (moved && socket.recovered) return;
      socket.emit("join-room", { roomId: id, userName: name }, (answer) => {
        if (!answer.ok) reject(new Error(JSON.stringify(answer)));
        resolve();
      });
    }),
  );
  return client;
}));
await Promise.all(clients.map((client) => client.joined));

let silent = false;
setInterval(() => {
  for (const client of clients) {
    for (let i = 0; i < AT_ONCE && client.talks && client.socket.connected && !silent; i++) {
      const n = ++client.n;
      const message = { roomId: client.id, message: `${client.name} ${n}`, s: client.name, n };
      client.socket.emit("chat-message", message, ({ ok, code }) =>
        ok ? client.taken.push(n) : (client.refused[code] = (client.refused[code] ?? 0) + 1));
    }
  }
}, EVERY_MS);
console.log("READY");

await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", resolve));
silent = true;
const talkers = (client) => clients.filter((other) => other.talks && other.id === client.id);
const missed = (client) => talkers(client).flatMap(({ name, taken }) => {
  const heard = new Set(client.heard[name]);
  return taken.filter((n) => !heard.has(n)).map((n) => `${name} ${n}`);
});
const deadline = Date.now() + 20_000;
for (let calm = 0; calm < 4 && Date.now() < deadline; await sleep(100)) {
  calm = clients.every((client) => client.socket.connected && !missed(client).length) ? calm + 1 : 0;
}
const sum = (of) => clients.reduce((all, client) => all + of(client), 0);
const counted = (field) => clients.flatMap((client) => Object.entries(client[field]))
  .reduce((all, [key, count]) => ({ ...all, [key]: (all[key] ?? 0) + count }), {});
console.log(JSON.stringify({
  clients: clients.length,
  said: sum((client) => client.n),
  taken: sum((client) => client.taken.length),
  refused: counted("refused"),
  lost: sum((client) => missed(client).length),
  wrong: sum((client) => client.wrong.length),
  moves: sum((client) => client.moves),
  unmoved: clients.filter((client) => !client.moves).length,
  strangers: sum((client) => client.strangers),
  offline: clients.filter((client) => !client.socket.connected).length,
  why: counted("why"),
  example: clients.filter((client) => client.wrong.length || missed(client).length).slice(0, 3)
    .map((client) => ({ kind: client.kind, wrong: client.wrong.slice(0, 9), missed: missed(client).slice(0, 9) })),
}));
process.exit(0);
