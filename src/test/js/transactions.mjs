// Reads raw transactions as ethers does: node transactions.mjs 0x02… [more]     prints one JSON line for each
import { Transaction, keccak256 } from 'ethers';

for (const raw of process.argv.slice(2)) {
  const read = Transaction.from(raw);
  console.log(JSON.stringify({
    type: read.type, chainId: String(read.chainId), nonce: read.nonce, tip: String(read.maxPriorityFeePerGas), maxFee: String(read.maxFeePerGas),
    gas: String(read.gasLimit), to: read.to.toLowerCase(), from: read.from.toLowerCase(), value: String(read.value), data: read.data, hash: read.hash,
    same: read.serialized === raw && keccak256(raw) === read.hash,
  }));
}
