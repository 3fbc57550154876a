package com.mas.realtime.meeting;

import com.mas.db.Database;
import com.mas.domain.people.notification.NotificationContract;

/** The two repositories of a meeting, and the queue for what is due later. */
record Stores(RoomRepository rooms, RecordRepository records) {
  static final String QUEUE = NotificationContract.QUEUE;

  static Stores of(Database db) {
    return new Stores(new RoomRepository(db), new RecordRepository(db));
  }
}
