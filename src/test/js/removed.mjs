// A guest who is sent away, over two nodes. Argument: a file with {nodes: [url, url], meeting, second, tokens: {host,
// admin, guest, other, again, refresh}, ids: {guest, other}}; `second` is another meeting of the host, `again` a second
// session of the other, with its refresh token. Ends with 0 when nobody heard or did what they may not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { io } from "socket.io-client";

const { nodes, meeting, second, tokens, ids } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const LIMIT_MS = 20_000;

async function rest(node, method, path, token, body) {
  const answer = await fetch(nodes[node] + path, { method, body: JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } });
  return { status: answer.status, body: await answer.json() };
}

async function decide(admit, id = ids.guest, room = meeting) {
  const { status, body } = await rest(0, "PUT", `/api/meetings/${room}/lobby/${id}`, tokens.host, { admit });
  assert.equal(status, 200, JSON.stringify(body));
}

class Person {
  heard = [];
  waiting = new Set();

  constructor(token, node, ...transports) {
    this.socket = io(nodes[node], { transports, forceNew: true, reconnection: false, auth: { token } });
    this.socket.onAny((name, body) => {
      this.heard.push([name, body]);
      this.waiting.forEach((look) => look());
    });
    this.there = new Promise((resolve, reject) => {
      this.socket.once("connect", resolve);
      this.socket.once("connect_error", reject);
    });
  }

  ask(event, body = {}) {
    return this.socket.timeout(LIMIT_MS).emitWithAck(event, { roomId: meeting, ...body });
  }

  async did(event, body) {
    const answer = await this.ask(event, body);
    assert.ok(answer.ok, `${event}: ${JSON.stringify(answer)}`);
    return answer;
  }

  found(name, fits) {
    return this.heard.find(([heard, body]) => heard === name && fits(body))?.[1];
  }

  /** Waits for an event that fits. */
  hears(name, fits = () => true) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const body = this.found(name, fits);
        if (body) {
          clearTimeout(timer);
          this.waiting.delete(look);
          resolve(body);
        }
      };
      const timer = setTimeout(() => reject(new Error(`${name} did not come: ${JSON.stringify(this.heard)}`)), LIMIT_MS);
      this.waiting.add(look);
      look();
    });
  }

  async mayNothing() {
    for (const event of ["chat-message", "raise-hand", "get-chat-history", "get-online-users", "end-meeting"]) {
      const answer = await this.ask(event, { message: "I am still here", raised: true });
      assert.equal(answer.code, "forbidden", `${event}: ${JSON.stringify(answer)}`);
    }
  }

  /** Comes back, to the other node, as one whose connection was lost. */
  async comesBack(node) {
    this.socket.io.uri = nodes[node];
    const back = new Promise((resolve) => this.socket.once("connect", resolve));
    this.socket.connect();
    await back;
  }
}

const said = (message) => (body) => body.message === message;
const host = new Person(tokens.host, 0, "websocket");
const witness = new Person(tokens.admin, 1, "websocket"); // on the guests' node
await Promise.all([host.there, witness.there]);
const hostSocket = (await host.did("join-room")).socketId;
await witness.did("join-room");

/** Waits until it would have come: the witness has heard it on that node, and the guest's own question is answered. */
async function secret(words, guest) {
  await host.did("chat-message", { message: words });
  await witness.hears("chat-message", said(words));
  assert.equal((await guest.ask("get-chat-history")).ok, false);
  assert.equal(guest.found("chat-message", said(words)), undefined, `${words} was heard`);
}

for (const transports of [["polling"], ["websocket"]]) {
  const guest = new Person(tokens.guest, 1, ...transports);
  const tab = new Person(tokens.guest, 1, ...transports);
  await Promise.all([guest.there, tab.there]);

  // in, by the account's name, with a second window
  const first = await guest.ask("join-room", { userName: "Meera Iyer" });
  if (!first.ok) {
    assert.equal(first.outcome, transports[0] === "polling" ? "waiting" : "refused");
    await decide(true);
    await guest.hears("lobby-decision", ({ admitted }) => admitted);
    await guest.did("join-room", { userName: "Meera Iyer" });
  }
  assert.equal((await tab.ask("join-room")).outcome, "elsewhere");
  const guestSocket = guest.socket.id;
  await host.hears("room-users-updated", ({ users }) => users.some((user) => user.userName === "Gopal Rao"));
  assert.ok(!host.found("room-users-updated", ({ users }) =>
    users.some(({ userId, userName }) => userId === ids.guest && userName !== "Gopal Rao")));
  await host.did("offer", { targetSocketId: guestSocket, description: { type: "offer", sdp: "before" } });
  await guest.hears("offer");

  // out
  await decide(false);
  assert.match((await guest.hears("removed-from-room")).message, /removed you/);
  await host.hears("user-left", ({ socketId, reason }) => socketId === guestSocket && reason === "removed");
  await host.hears("room-users-updated", ({ users }) => users.every(({ userId }) => userId !== ids.guest));
  await guest.mayNothing();
  await tab.mayNothing();
  await secret(`secret by ${transports}`, guest);
  assert.equal((await host.ask("offer", { targetSocketId: guestSocket, sdp: "after" })).code, "not_found");
  assert.equal((await guest.ask("offer", { targetSocketId: hostSocket, sdp: "after" })).code, "forbidden");
  for (const person of [guest, tab]) {
    assert.equal((await person.ask("join-room")).outcome, "refused");
    assert.equal((await person.ask("takeover-connection")).outcome, "refused");
  }
  assert.equal((await rest(1, "GET", `/api/meetings/${meeting}/chat`, tokens.guest)).status, 404);

  // let in again, lost, and sent away while away
  await decide(true);
  await guest.hears("lobby-decision", ({ admitted }) => admitted);
  await guest.did("join-room");
  await host.did("chat-message", { message: `welcome ${transports}` });
  await guest.hears("chat-message", said(`welcome ${transports}`));
  guest.socket.io.engine.close();
  await decide(false);
  await host.did("chat-message", { message: `while away ${transports}` });
  await guest.comesBack(0);
  assert.equal(guest.socket.recovered, false);
  assert.equal((await guest.ask("join-room")).outcome, "refused");
  await guest.mayNothing();
  await secret(`after ${transports}`, guest);
  assert.equal(guest.found("chat-message", said(`while away ${transports}`)), undefined);

  // lost, sent away and let in again while away: what was said in between stays unheard
  await decide(true);
  await guest.did("join-room");
  guest.socket.io.engine.close();
  await decide(false);
  await host.did("chat-message", { message: `in between ${transports}` });
  await decide(true);
  await guest.comesBack(1);
  assert.equal(guest.socket.recovered, false);
  await guest.did("takeover-connection");
  await host.did("chat-message", { message: `again ${transports}` });
  await guest.hears("chat-message", said(`again ${transports}`));
  assert.equal(guest.found("chat-message", said(`in between ${transports}`)), undefined);

  // lost, and nobody minds: nothing is missed
  guest.socket.io.engine.close();
  await host.did("chat-message", { message: `missed ${transports}` });
  await guest.comesBack(0);
  assert.equal(guest.socket.recovered, true);
  await guest.hears("chat-message", said(`missed ${transports}`));
  await guest.did("chat-message", { message: `thanks ${transports}` });
  await decide(false);
  await guest.hears("removed-from-room");
  guest.socket.close();
  tab.socket.close();
}

// in another meeting with the same socket, lost there, and sent away from the first
{
  const guest = new Person(tokens.guest, 1, "websocket");
  await guest.there;
  await decide(true);
  const guestSocket = (await guest.did("join-room")).socketId;
  await guest.ask("join-room", { roomId: second });
  await decide(true, ids.guest, second);
  await guest.did("join-room", { roomId: second });
  await host.hears("user-left", ({ socketId, reason }) => socketId === guestSocket && reason === "left");
  guest.socket.io.engine.close();
  await decide(false);
  await host.did("chat-message", { message: "elsewhere" });
  await guest.comesBack(0);
  assert.equal(guest.socket.recovered, true);
  await guest.did("get-online-users", { roomId: second });
  await host.did("chat-message", { message: "elsewhere still" });
  await witness.hears("chat-message", said("elsewhere still"));
  await guest.did("get-online-users", { roomId: second });
  assert.deepEqual(guest.heard.filter(([, { message }]) => message?.startsWith("elsewhere")), []);
  guest.socket.close();
}

// asks 300 times, over both transports and nodes, under as many names
const other = new Person(tokens.other, 1, "websocket");
const again = new Person(tokens.again, 0, "polling");
await Promise.all([other.there, again.there]);
const begun = Date.now();
const answers = await Promise.all(Array.from({ length: 300 }, (_, i) =>
  (i % 2 ? other : again).ask(i % 3 ? "join-room" : "takeover-connection", { userName: `X${i}` })));
answers.forEach((answer) =>
  assert.ok(answer.outcome === "waiting" || answer.code === "overloaded", JSON.stringify(answer)));
assert.equal((await other.ask("join-room")).outcome, "waiting");
const most = 1 + Math.floor((Date.now() - begun) / 5000);
await host.hears("lobby-request", ({ userId }) => userId === ids.other);
await host.did("get-online-users");
const requests = host.heard.filter(([name, { userId }]) => name === "lobby-request" && userId === ids.other);
assert.ok(requests.length <= most, `${requests.length} requests, not ${most}`);
requests.forEach(([, { userName }]) => assert.equal(userName, "Omkar Joshi"));
const log = await rest(0, "GET", `/api/meetings/${meeting}/log?limit=200`, tokens.host);
assert.equal(log.body.data.filter(({ userId, what }) => userId === ids.other && what === "asked").length, 1);
await decide(true, ids.other);

// a session that is ended by its person, while another one of the account goes on
const leaving = (await again.did("join-room")).socketId;
const over = [again, other].map(({ socket }) => new Promise((resolve) => socket.once("disconnect", resolve)));
const loggedOut = await rest(0, "POST", "/api/auth/logout", null, { refreshToken: tokens.refresh });
assert.equal(loggedOut.status, 200, JSON.stringify(loggedOut.body));
assert.equal((await again.hears("removed-from-room")).reason, "signed_out");
await Promise.all(over); // the other one shows its token again, which is still good
await host.hears("user-left", ({ socketId, reason }) => socketId === leaving && reason === "signed out");

// an account that is disabled
await other.comesBack(1);
const otherSocket = (await other.did("join-room")).socketId;
const gone = new Promise((resolve) => other.socket.once("disconnect", resolve));
const disabled = await rest(0, "PATCH", `/api/admin/users/${ids.other}`, tokens.admin, { status: "disabled" });
assert.equal(disabled.status, 200, JSON.stringify(disabled.body));
assert.equal((await other.hears("removed-from-room")).reason, "signed_out");
await gone;
await host.hears("user-left", ({ socketId, reason }) => socketId === otherSocket && reason === "signed out");
const refused = new Promise((resolve) => other.socket.once("connect_error", resolve));
other.socket.connect();
await refused;

// the booking is cancelled
const cancelled = await rest(1, "POST", `/api/bookings/${meeting}/cancel`, tokens.host, {});
assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
for (const person of [host, witness]) {
  assert.equal((await person.hears("meeting-ended")).reason, "cancelled");
  await person.mayNothing();
  assert.equal((await person.ask("join-room")).code, "unprocessable");
}
console.log("nobody heard what they may not");
process.exit(0);
