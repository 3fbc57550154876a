/**
 * Processes that are killed, frozen and cut off, and stores that are: what was answered stays, and nothing happens
 * twice. The long forms are cases of {@code scripts/prove}; classes named {@code …Faults} need rights of root and
 * run only there.
 */
package com.mas.process.faults;
