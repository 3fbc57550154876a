/**
 * Several nodes that are one product: who is asked does not matter, and nodes may come and go.
 */
package com.mas.process.cluster;
