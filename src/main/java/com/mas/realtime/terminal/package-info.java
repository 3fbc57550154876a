/** Shared terminals. */
package com.mas.realtime.terminal;
