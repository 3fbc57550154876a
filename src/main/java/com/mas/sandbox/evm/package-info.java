/**
 * Simulates a node of an EVM chain over JSON-RPC: {@link com.mas.sandbox.evm.EvmSimulator} answers, {@code EvmChain}
 * is the chain.
 *
 * <p>Faults are aimed at single methods, such as {@code {"kind": "lose", "path": "eth_sendRawTransaction"}}: the
 * transaction is taken, and its answer lost. Beside those of all simulators there are {@code noFunds}, {@code
 * underpriced}, {@code nonceTooLow}, {@code reverts} (told before it is sent), {@code fails} (a block takes it, and
 * it is reverted there) and {@code busy} (asked too often, told with status 200). The switches: {@code POST mine
 * {"blocks": 1}} makes blocks, beside the one that comes every 12 s; {@code POST reorganise {"blocks": 2, "lose": 1}}
 * replaces the newest blocks by others, whose transactions wait again, or are lost; {@code POST drop} forgets what
 * waits; {@code PUT baseFee {"gwei": 40}}; {@code POST foreign} makes another program use the account; {@code GET
 * transactions} lists what blocks have.
 */
package com.mas.sandbox.evm;
