/**
 * Simulates a node of IPFS (Kubo's RPC interface) as far as certificates are kept there. It gives a file the name of
 * our profile only when it is asked for that. Own faults: {@code otherName} gives another one. The switch {@code
 * DELETE pins} makes it forget all, {@code GET pins} lists the names.
 */
package com.mas.sandbox.ipfs;
