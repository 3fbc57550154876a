/**
 * Speaks with object stores that understand S3: Amazon's own, and the many that offer the same interface.
 *
 * <p>Reading order: {@link com.mas.outbound.s3.S3Client} is what a domain asks; {@link com.mas.outbound.s3.S3Place}
 * says where a bucket is; {@link com.mas.outbound.s3.SigV4} signs requests, and recognizes what was signed;
 * {@code S3Xml} reads and writes documents.
 *
 * <p>Invariants: all calls go over {@link com.mas.outbound.HttpCaller}; an address that is handed to a browser signs
 * the host alone, so that headers which a proxy or a browser adds do no harm; no key, signature or query is logged; no
 * call holds more than {@link com.mas.outbound.s3.S3Client#MOST_BYTES} of an object.
 */
package com.mas.outbound.s3;
