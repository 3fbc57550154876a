package com.mas.domain.learning.mentoring;

import com.mas.db.Database;

/** The repositories of the domain. */
record MentoringStores(Database db, SlotRepository slots, BookingRepository bookings, TermsRepository terms) {
  static MentoringStores of(Database db) {
    return new MentoringStores(db, new SlotRepository(db), new BookingRepository(db), new TermsRepository(db));
  }
}
