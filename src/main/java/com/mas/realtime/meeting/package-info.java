/**
 * Live meetings: who may come in and who is in, chat, recording, time, and the attendance that remains.
 *
 * <p>Reading order: {@link com.mas.realtime.meeting.MeetingContract} →
 * {@link com.mas.realtime.meeting.MeetingVerticle} → {@code RoomService} (coming and going), {@code EndService}
 * (time, the end, attendance), {@code LobbyService} (who is let in, removed, or has the chair), {@code RecordService}
 * (chat and the log), {@code RecordingService} and {@code RecordingEnd} (recordings) → {@code RoomRules},
 * {@code PresenceRules} → repositories; {@code IceServers} makes TURN credentials.
 *
 * <p>Invariants: a person has one connection in a room, whichever nodes people are on; only the booked two, admins and
 * those who were let in have one. Presence is in the database: a connection whose node is gone counts until it was last
 * seen. A meeting ends once, and with it, in the same transaction, its booking is closed by a stored request. Events
 * are for screens; losing one costs freshness.
 */
package com.mas.realtime.meeting;
