package com.mas.realtime.terminal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import java.util.UUID;

/**
 * Looks at a session, on this node or another.
 *
 * @param link that was come by; null for those of another node
 */
record Watcher(UUID id, String name, LinkMode mode, @JsonIgnore UUID link) {}
