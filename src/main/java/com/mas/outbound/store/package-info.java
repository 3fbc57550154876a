/**
 * Keeps the bytes of files: in a folder of this server, or in an object store outside. A domain knows only
 * {@link com.mas.outbound.store.ObjectStore}; {@link com.mas.outbound.store.LocalStore} is the folder,
 * {@link com.mas.outbound.store.S3Store} a bucket. Both are reached by signed addresses of the same kind: what the
 * folder has is served at {@code /s3/} by each node with HTTP.
 *
 * <p>Invariants:
 * <ul>
 * <li>What was acknowledged is on the disk, under its name; what was not has another name and is swept away.
 * <li>All nodes that use the folder see one folder: it has an id and a key of its own in it, so that a node which sees
 *     another one is found out and refuses, instead of losing files.
 * <li>No key leaves the folder, whatever it is called.
 * </ul>
 */
package com.mas.outbound.store;
