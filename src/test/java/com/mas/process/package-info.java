/**
 * The built product as a stranger runs it: processes of {@code target/engagement.jar}, and {@code scripts/cluster},
 * that are started, asked over HTTP, stopped and killed. Maven runs these classes, named {@code …ProcessIT}, after
 * {@code package}; those named {@code …Faults} need rights of root, and are run by {@code scripts/faults}.
 */
package com.mas.process;
