// Holds idle WebSockets open. Arguments: port, how many. Says READY when all are open; ends with its stdin.
import net from "node:net";

const [port, count] = [+process.argv[2], +process.argv[3]];
const HANDSHAKE = "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n" +
  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const sockets = [];
const open = () =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(HANDSHAKE));
    socket.once("error", reject);
    socket.on("data", (bytes) => bytes.includes('"sid"') && resolve());
    sockets.push(socket);
  });
const workers = Array.from({ length: 64 }, async () => {
  while (sockets.length < count) await open();
});
await Promise.all(workers);
console.log("READY");
process.stdin.on("end", () => process.exit(0)).resume();
