/**
 * Declares what a node with HTTP has for sockets. {@link com.mas.realtime.live.EdgeModule} is implemented once by each
 * kind of live traffic; {@link com.mas.realtime.live.Edge} is what the node gives it.
 */
package com.mas.realtime.live;
