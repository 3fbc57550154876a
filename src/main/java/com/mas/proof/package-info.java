/**
 * Makes what others can check without asking us: canonical JSON, names of bytes, trees of hashes, lists of bits, and
 * W3C proofs. Nothing here keeps a secret, asks a network or knows the time.
 *
 * <p>Reading order: {@link com.mas.proof.Jcs} (RFC 8785) and LinkedData (RDFC-1.0 under the bundled contexts) put
 * documents in order; {@link com.mas.proof.DataIntegrity} says what is signed and whether a proof is good;
 * {@code secrets.DocumentSigner} signs. {@link com.mas.proof.Cid} names bytes as IPFS does, {@link com.mas.proof.Car}
 * packs them under that name,
 * {@link com.mas.proof.MerkleTree} is that of RFC 6962, {@link com.mas.proof.StatusList} the Bitstring Status List.
 *
 * <p>The bundled contexts, {@code resources/proof}, never change: a proof of years ago is checked under the same words.
 */
package com.mas.proof;
