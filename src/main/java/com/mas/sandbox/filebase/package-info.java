/**
 * Simulates Filebase as far as certificates are kept there: objects of one bucket over S3, each with the name of its
 * bytes in {@code x-amz-meta-cid}. What is sent packed ({@code x-amz-meta-import: car}) has the name that it brings.
 * Own faults: {@code lateName} tells the name when it is asked for again, {@code noName} not even then, {@code
 * otherName} tells another one.
 */
package com.mas.sandbox.filebase;
