package com.mas.realtime.meeting;

import com.mas.db.Database;
import com.mas.domain.people.notification.NotificationContract;

/** The two repositories of a meeting, and the queue for what is due later. */
record MeetingStores(RoomRepository rooms, RecordRepository records) {
  static final String QUEUE = NotificationContract.QUEUE;

  static MeetingStores of(Database db) {
    return new MeetingStores(new RoomRepository(db), new RecordRepository(db));
  }
}
