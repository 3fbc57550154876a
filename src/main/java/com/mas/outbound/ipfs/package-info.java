/**
 * Speaks with nodes of IPFS over the RPC interface of Kubo, {@code /api/v0}. {@link com.mas.outbound.ipfs.IpfsClient}
 * is what a domain asks. All calls go over {@link com.mas.outbound.HttpCaller}.
 */
package com.mas.outbound.ipfs;
