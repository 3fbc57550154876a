// Our Socket.IO server beside a Node.js and a Java one, under the same load, in turns; see scripts/bench-sockets.
// Environment: PEERS, the folder of the peers and of sio-load.mjs; JAVA; CLASSPATH, ours.
import { execFile, spawn } from "node:child_process";
import { parseArgs, promisify } from "node:util";

const { values: o } = parseArgs({
  options: {
    servers: { type: "string", default: "ours,ours-redis,node,netty" },
    scenarios: { type: "string", default: "pairs,rooms,rooms:4,polling,connect,memory" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    warmup: { type: "string", default: "2" },
    warm: { type: "string", default: "12" },
    idle: { type: "string", default: "3000" },
  },
});
const { PEERS, JAVA, CLASSPATH } = process.env;
const NETTY = `${PEERS}/netty-socketio/target`;
const JVM = ["-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow",
  "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-Xmx1g"];
// with hardly any room for garbage, growth is what is needed
const SMALL_HEAP = ["-XX:+UseSerialGC", "-Xms32m", "-Xmn8m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20"];
const ours = (...store) => (port) => ["-cp", CLASSPATH, "com.mas.realtime.socketio.Fixtures", "load", port, ...store];
const node = (...flags) => (port) => ["--expose-gc", `${PEERS}/socketio-server.mjs`, "--port", port, ...flags];
const SERVERS = {
  ours: ours(),
  "ours-memory": ours("memory"),
  "ours-redis": ours("redis"),
  node: node(),
  "node-recovery": node("--recovery"),
  netty: (port) => ["-cp", `${NETTY}/netty-socketio-peer.jar:${NETTY}/lib/*`, "peer.Main", port, "0", "epoll"],
};
const isJava = (name) => !name.startsWith("node");

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

let nextPort = 20_000 + (process.pid % 10_000);
function start(name, jvm = []) {
  const port = String(nextPort++);
  const args = SERVERS[name](port);
  const child = isJava(name) ? spawn(JAVA, [...JVM, ...jvm, ...args]) : spawn("node", args);
  running.add(child);
  child.on("exit", () => running.delete(child));
  child.stderr.pipe(process.stderr);
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
    let said = "";
    child.stdout.on("data", (words) => {
      said += words;
      if (said.includes("listening on")) resolve({ name, child, url: `http://127.0.0.1:${port}` });
    });
  });
}

async function load(server, what, seconds, ...more) {
  const [scenario, window = "1"] = what.split(":");
  const { stdout } = await promisify(execFile)("node", [`${PEERS}/sio-load.mjs`, "--url", server.url, "--server-pid",
    String(server.child.pid), "--label", server.name, "--scenario", scenario, "--seconds", String(seconds),
    "--warmup", o.warmup, "--window", window, ...more], { timeout: 120_000 });
  const result = JSON.parse(stdout);
  result.p99 = (result.latencyMs ?? result.deliveryMs ?? result.roundTripMs ?? result.connectMs).p99;
  return result;
}

const results = {}; // scenario -> server -> rounds
function note(scenario, server, result) {
  console.log(JSON.stringify({ ...result, scenario }));
  ((results[scenario] ??= {})[server.name] ??= []).push(result);
}

const names = o.servers.split(",");
const scenarios = o.scenarios.split(",").filter((one) => one !== "memory");
if (scenarios.length) {
  const servers = [];
  for (const name of names) servers.push(await start(name));
  for (const server of servers) for (const scenario of scenarios) await load(server, scenario, o.warm);
  for (let round = 0; round < +o.rounds; round++) {
    for (const scenario of scenarios) {
      for (const server of servers) note(scenario, server, await load(server, scenario, o.seconds));
    }
  }
  servers.forEach((server) => server.child.kill());
}
if (o.scenarios.includes("memory")) {
  for (const name of names) {
    const server = await start(name, SMALL_HEAP);
    const pid = server.child.pid;
    const gc = isJava(name) ? `${JAVA.replace(/java$/, "jcmd")} ${pid} GC.run` : `kill -USR2 ${pid}`;
    await load(server, "connect", 1, "--clients", "300"); // memory that is loaded once belongs to no connection
    note("memory", server, await load(server, "connect", 1, "--clients", o.idle, "--gc", gc));
    server.child.kill();
  }
}

const median = (rounds, figure) => rounds.map((r) => r[figure]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)];
for (const [scenario, byServer] of Object.entries(results)) {
  const figure = scenario === "memory" ? "kbPerConnection" : "perServerCpuSecond";
  for (const [name, rounds] of Object.entries(byServer)) {
    const value = median(rounds, figure);
    const ratios = Object.entries(byServer).filter(([peer]) => !peer.startsWith("ours"))
      .map(([peer, its]) => `${(value / median(its, figure)).toFixed(2)} x ${peer}`);
    console.log(`${scenario} ${name}: ${value} ${figure} (${ratios.join(", ")}), p99 ${median(rounds, "p99")} ms, `
      + `${median(rounds, "perSecond")} per second, cores: server ${median(rounds, "serverCpu")}, `
      + `generator ${median(rounds, "clientCpu")}`);
  }
}
process.exit(0);
