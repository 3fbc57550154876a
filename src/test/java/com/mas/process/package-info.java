/**
 * The built product as a stranger runs it: processes of {@code target/engagement.jar}, and {@code scripts/cluster},
 * that are started, asked over HTTP, stopped and killed. Maven runs these classes, named {@code …ProcessIT}, after
 * {@code package}. Here is what they have in common; tests that are not about settings, start or end share
 * {@link com.mas.process.SharedServer}. The tests themselves are in {@code contract}, {@code cluster}, {@code faults},
 * {@code pages} and {@code security}.
 */
package com.mas.process;
