/**
 * The board at {@code /admin/queues}, live: who looks is sent the figures of the queues again and again.
 *
 * <p>Invariants: only administrators and accounts with the capability {@code queue_viewer} get in, and are out when
 * their token is; nothing is asked while nobody looks; what a client cannot take at once is lost for it, since the next
 * figures come soon.
 */
package com.mas.realtime.board;
