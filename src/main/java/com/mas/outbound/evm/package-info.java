/**
 * Speaks with Ethereum nodes and their like over JSON-RPC, and signs what they are to write.
 *
 * <p>Reading order: {@link com.mas.outbound.evm.EvmClient} is what a domain asks; {@link
 * com.mas.outbound.evm.EvmRefusal} says what a node's no means; {@link com.mas.outbound.evm.Eip1559} is a
 * transaction, which {@link com.mas.outbound.evm.EvmKey} signs; {@link com.mas.outbound.evm.Rlp} writes it as bytes.
 *
 * <p>Invariants: all calls go over {@link com.mas.outbound.HttpCaller}; a private key and the address of a node,
 * which may hold a secret, are logged by nothing here; the hash of a transaction is known before it is sent.
 */
package com.mas.outbound.evm;
