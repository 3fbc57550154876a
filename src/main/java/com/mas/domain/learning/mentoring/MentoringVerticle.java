package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;

/** Mentoring on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class MentoringVerticle extends DomainVerticle {
  private final SlotService slots;
  private final BookingService bookings;

  /** @param mostOpen meetings to come that one student may have booked */
  public MentoringVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, int mostOpen) {
    super(bus, capacity);
    SlotRepository repository = new SlotRepository(db);
    People people = new People(bus);
    slots = new SlotService(db, repository, people, ids, bus.clock());
    bookings = new BookingService(bus, db, repository, people, new News(jobs), ids, mostOpen);
  }

  @Override
  protected void open() {
    answer(MentoringContract.CREATE_SLOTS, slots::create);
    answer(MentoringContract.LIST_SLOTS, slots::list);
    answer(MentoringContract.CANCEL_SLOT, slots::cancel);
    answer(MentoringContract.BOOK, bookings::book);
    answer(MentoringContract.LIST_BOOKINGS, bookings::list);
    answer(MentoringContract.GET_BOOKING, bookings::get);
    answer(MentoringContract.CANCEL_BOOKING, bookings::cancel);
    answer(MentoringContract.FIND_BOOKING, bookings::find);
    answer(MentoringContract.CLOSE_BOOKING, bookings::close);
    answer(MentoringContract.REMIND, bookings::remind);
    answer(MentoringContract.CLEAN, (call, ask) -> bookings.clean());
  }
}
