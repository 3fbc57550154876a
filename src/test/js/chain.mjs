// Runs Hardhat's chain on loopback, in memory, until its input ends: node chain.mjs PORT
// Blocks are made by evm_mine alone. Prints one line when it answers.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const port = Number(process.argv[2]);
process.env.HARDHAT_CONFIG = fileURLToPath(new URL('chain.config.cjs', import.meta.url));
process.env.HARDHAT_DISABLE_TELEMETRY_PROMPT = 'true';
process.stdin.on('end', () => process.exit(0)).resume();
const told = console.log;
console.log = () => {};
createRequire(import.meta.url)('hardhat').run('node', { hostname: '127.0.0.1', port }).catch(error => {
  told(error.message);
  process.exit(1);
});
const answers = () => fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers: { 'content-type': 'application/json' },
  body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}' }).then(answer => answer.ok, () => false);
while (!await answers()) {
  await new Promise(resolve => setTimeout(resolve, 50));
}
told('ready');
