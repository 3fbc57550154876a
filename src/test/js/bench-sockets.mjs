// Our Socket.IO server beside a Node.js and a Java one, under the same load, in turns; medians of some rounds.
// Environment: PEERS, the folder of the peers and of sio-load.mjs; JAVA; CLASSPATH, ours. Flags: see scripts/bench-sockets.
import { execFile, spawn } from "node:child_process";
import { promisify, parseArgs } from "node:util";

const { values: o } = parseArgs({
  options: {
    servers: { type: "string", default: "ours,ours-redis,node,netty" },
    scenarios: { type: "string", default: "pairs,rooms,polling,connect" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    warmup: { type: "string", default: "2" },
    warm: { type: "string", default: "12" },
    idle: { type: "string", default: "3000" },
  },
});
const { PEERS, JAVA, CLASSPATH } = process.env;
const netty = `${PEERS}/netty-socketio/target`;
const JVM = ["-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-Xmx1g"];
const ours = (port, ...store) => [JAVA, ...(process.env.OURS_JVM ?? "").split(" ").filter(Boolean), ...JVM, "-cp", CLASSPATH,
  "com.mas.realtime.socketio.Fixtures", "load", port, ...store];
const SERVERS = {
  ours: (port) => ours(port),
  "ours-memory": (port) => ours(port, "memory"),
  "ours-redis": (port) => ours(port, "redis"),
  node: (port) => ["node", "--expose-gc", `${PEERS}/socketio-server.mjs`, "--port", port],
  "node-recovery": (port) => ["node", "--expose-gc", `${PEERS}/socketio-server.mjs`, "--port", port, "--recovery"],
  netty: (port) => [JAVA, ...JVM, "-cp", `${netty}/netty-socketio-peer.jar:${netty}/lib/*`, "peer.Main", port, "0", "epoll"],
};
// with less room to grow, what a collection leaves says what is needed
const SMALL_HEAP = ["-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20"];

const running = [];
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

let nextPort = 20_000 + (process.pid % 10_000);
function start(name, more = []) {
  const port = String(nextPort++);
  const [program, ...args] = SERVERS[name](port);
  const child = spawn(program, program === JAVA ? [...more, ...args] : args, { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
    let said = "";
    child.stdout.on("data", (words) => {
      said += words;
      if (said.includes("listening on") && said.endsWith("\n")) resolve({ name, child, url: `http://127.0.0.1:${port}` });
    });
  });
}

async function load(server, scenario, seconds, more = []) {
  const { stdout } = await promisify(execFile)("node", [`${PEERS}/sio-load.mjs`, "--url", server.url, "--server-pid",
    String(server.child.pid), "--label", server.name, "--scenario", scenario, "--seconds", String(seconds),
    "--warmup", o.warmup, ...more], { timeout: 120_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const names = o.servers.split(",");
const scenarios = o.scenarios.split(",").filter((one) => one !== "memory");
const results = {};
if (scenarios.length) {
  const servers = [];
  for (const name of names) servers.push(await start(name));
  for (const server of servers) for (const scenario of scenarios) await load(server, scenario, o.warm);
  for (let round = 0; round < +o.rounds; round++) {
    for (const scenario of scenarios) {
      for (const server of servers) {
        const result = await load(server, scenario, o.seconds);
        console.log(JSON.stringify(result));
        ((results[scenario] ??= {})[server.name] ??= []).push(result);
      }
    }
  }
  for (const server of servers) {
    server.child.removeAllListeners("exit");
    server.child.kill();
  }
}
for (const [scenario, byServer] of Object.entries(results)) {
  for (const [name, rounds] of Object.entries(byServer)) {
    const of = (read) => median(rounds.map(read));
    const p99 = (r) => (r.latencyMs ?? r.deliveryMs ?? r.roundTripMs ?? r.connectMs).p99;
    console.log(scenario.padEnd(9), name.padEnd(14), "perCpu", of((r) => r.perServerCpuSecond), "perSecond", of((r) => r.perSecond),
      "p99", of(p99), "cpu", of((r) => r.serverCpu), "client", of((r) => r.clientCpu));
  }
}
if (o.scenarios.includes("memory")) {
  const gc = (server) => (SERVERS[server.name]("0")[0] === JAVA ? `${JAVA.replace(/java$/, "jcmd")} ${server.child.pid} GC.run`
    : `kill -USR2 ${server.child.pid}`);
  for (const name of names) {
    const server = await start(name, SMALL_HEAP);
    const result = await load(server, "connect", 5, ["--clients", o.idle, "--gc", gc(server)]);
    console.log(JSON.stringify(result));
    server.child.removeAllListeners("exit");
    server.child.kill();
  }
}
process.exit(0);
