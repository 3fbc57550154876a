/**
 * Serves the server's own folder for files over HTTP, below {@code /s3/}, in the language of object stores: whoever has
 * a signed address sends or fetches bytes, and programs that speak S3 do all else with the folder's own key. Bytes pass
 * between the connection and the disk, a block at a time; no request and no answer is held in memory.
 */
package com.mas.realtime.store;
