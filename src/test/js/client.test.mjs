// socket.io-client as it is on npm, in each of its ways to connect. URL: the server, or a proxy before several.
import assert from "node:assert/strict";
import { io } from "socket.io-client";

const URL = process.env.URL;
const KINDS = { "polling only": ["polling"], "WebSocket only": ["websocket"], "with upgrade": ["polling", "websocket"] };
const once = (socket, event) => new Promise((resolve) => socket.once(event, (...args) => resolve(args)));

for (const [kind, transports] of Object.entries(KINDS)) {
  describe(kind, () => {
    const open = [];
    const connect = async (namespace = "/", options = {}) => {
      const socket = io(URL + namespace, { transports, forceNew: true, ...options });
      open.push(socket);
      await once(socket, "connect");
      return socket;
    };
    afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()));

    it("echoes text of all planes, in order", async () => {
      const socket = await connect();
      const texts = ["plain", "てすと", "Я Б Г Д Ж Й", "\u{1F600}", '"\\\u2028', ""];
      const back = [];
      socket.on("message-back", (text) => back.push(text));
      texts.forEach((text) => socket.emit("message", text));
      await socket.emitWithAck("message-with-ack", "end");
      assert.deepEqual(back, texts);
    });

    it("acknowledges with what it was sent, binary too", async () => {
      const socket = await connect();
      const [n, object, bytes] = await new Promise((resolve) =>
        socket.emit("message-with-ack", 1, { a: [null, true, 1.5] }, Buffer.from([0, 1, 255]), (...args) => resolve(args)));
      assert.equal(n, 1);
      assert.deepEqual(object, { a: [null, true, 1.5] });
      assert.deepEqual([...bytes], [0, 1, 255]);
    });

    it("carries binary content inside of objects, both ways", async () => {
      const socket = await connect();
      socket.emit("message", { name: "x", parts: [Buffer.alloc(70_000, 7), Buffer.from([])] }, "after");
      const [body, after] = await once(socket, "message-back");
      assert.equal(body.parts[0].length, 70_000);
      assert.equal(body.parts[0][69_999], 7);
      assert.equal(body.parts[1].length, 0);
      assert.equal(after, "after");
    });

    it("answers the server's question", async () => {
      const socket = await connect();
      socket.on("question", (n, answer) => answer(n + 1));
      assert.equal(await socket.emitWithAck("ask-me", 41), 42);
    });

    it("tells why a namespace is not to be had", async () => {
      for (const [namespace, message, data] of [["/nowhere", "Invalid namespace"], ["/closed", "not today", { code: 7 }]]) {
        const socket = io(URL + namespace, { transports, forceNew: true });
        open.push(socket);
        const [error] = await once(socket, "connect_error");
        assert.equal(error.message, message);
        assert.deepEqual(error.data, data);
      }
    });

    it("has several namespaces on one connection, and leaves one", async () => {
      const main = await connect();
      const custom = main.io.socket("/custom");
      await once(custom, "connect");
      custom.disconnect();
      assert.equal(await main.emitWithAck("message-with-ack", "still here"), "still here");
    });

    it("is in rooms: all of the room, not the others, without the sender if so wished", async () => {
      const room = `room ${Math.random()}`;
      const members = [await connect(), await connect(), await connect()];
      const outsider = await connect();
      await Promise.all(members.map((member) => member.emitWithAck("join", room)));
      const heard = [];
      [...members, outsider].forEach((socket, i) => socket.on("heard", (text) => heard.push(`${i} ${text}`)));
      const arrived = Promise.all(members.slice(1).map((member) => once(member, "heard")));
      members[0].emit("say", room, "to the others");
      await arrived;
      const all = Promise.all(members.map((member) => once(member, "heard")));
      members[2].emit("say-to-all", room, "to all");
      await all;
      await outsider.emitWithAck("message-with-ack", "");
      assert.deepEqual(heard.sort(), ["0 to all", "1 to all", "1 to the others", "2 to all", "2 to the others"]);
    });

    it("comes back after its connection broke: the same id, its rooms, and what it missed, once", async () => {
      const room = `room ${Math.random()}`;
      const [away, speaker] = [await connect(), await connect()];
      await away.emitWithAck("join", room);
      const heard = [];
      away.on("heard", (text) => heard.push(text));
      const id = away.id;
      for (let round = 1; round <= 2; round++) {
        const back = once(away, "connect");
        away.io.engine.close();
        for (let i = 0; i < 3; i++) speaker.emit("say", room, `${round}.${i}`);
        await speaker.emitWithAck("message-with-ack", "");
        await back;
        assert.equal(away.recovered, true);
        assert.equal(away.id, id);
        speaker.emit("say", room, `${round}.live`);
        while (heard.at(-1) !== `${round}.live`) await once(away, "heard");
      }
      assert.deepEqual(heard, ["1.0", "1.1", "1.2", "1.live", "2.0", "2.1", "2.2", "2.live"]);
    });

    it("is somebody new after it left, and nobody's session can be used twice", async () => {
      const [socket, witness] = [await connect(), await connect()];
      const [id, pid] = [socket.id, socket._pid];
      await witness.emitWithAck("join", `watching ${id}`);
      const left = once(witness, "left");
      socket.disconnect();
      // its messages on leaving and on coming again take different ways, in no order
      assert.equal((await left)[0], "client namespace disconnect");
      socket.connect();
      await once(socket, "connect");
      assert.equal(socket.recovered, false);
      assert.notEqual(socket.id, id);
      const thief = io(URL, { transports, forceNew: true, auth: {} });
      open.push(thief);
      thief._pid = pid;
      await once(thief, "connect");
      assert.equal(thief.recovered, false);
    });

    it("is warned and told before its right to be here ends", async () => {
      const socket = io(URL + "/brief", { transports, forceNew: true });
      open.push(socket);
      const [warning, over, reason] = await Promise.all(
        [once(socket, "token-expiring"), once(socket, "token-expired"), once(socket, "disconnect")]);
      assert.ok(warning[0].secondsLeft <= 60);
      assert.equal(over[0].code, "token_expired");
      assert.equal(reason[0], "io server disconnect");
    });
  });
}
