/** Writes log lines: one line per event, as text or JSON, with the request id, and never with a secret. */
package com.mas.log;
