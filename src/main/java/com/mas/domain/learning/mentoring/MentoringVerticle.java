package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;
import com.mas.redis.RateLimit;
import com.mas.secrets.Vault;
import org.jspecify.annotations.Nullable;

/** Mentoring on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class MentoringVerticle extends DomainVerticle {
  /**
   * @param mostOpen meetings to come that one student may have booked
   * @param isFree whether calls cost no tokens
   * @param links null: links of mails do nothing
   */
  public record Config(int mostOpen, boolean isFree, @Nullable Links links) {
    public Config(int mostOpen, boolean isFree) {
      this(mostOpen, isFree, null);
    }
  }

  /** @param limit null for load tests */
  public record Links(Vault vault, @Nullable RateLimit limit) {}

  private final SlotService slots;
  private final BookingService bookings;
  private final ChangeService changes;
  private final PriceService prices;
  private final TermsService terms;
  private final MentorService mentors;
  private final HoursService hours;
  private final FeedbackService feedback;
  private final BoardService board;
  /** Null where links of mails do nothing. */
  private final @Nullable LinkService links;

  public MentoringVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Config config) {
    super(bus, capacity);
    MentoringStores stores = MentoringStores.of(db);
    People people = new People(bus);
    Tokens tokens = new Tokens(config.isFree(), bus, db, jobs);
    prices = new PriceService(stores, tokens, people);
    News news = new News(jobs);
    slots = new SlotService(stores, people, ids, bus.clock());
    bookings = new BookingService(stores, slots, people, tokens, prices, news, ids, bus.clock(), config.mostOpen());
    changes = new ChangeService(bus, stores, slots, tokens, prices, news);
    feedback = new FeedbackService(stores, jobs, bus.clock());
    board = new BoardService(new BoardRepository(db), bus.clock());
    links = config.links == null ? null : new LinkService(stores.bookings(), changes, config.links.vault,
        config.links.limit, bus.clock());
    terms = new TermsService(stores.terms(), people, bus.clock());
    mentors = new MentorService(bus, new MentorRepository(db), people);
    hours = new HoursService(stores, new HoursRepository(db), slots, mentors, people, ids, bus.clock());
  }

  @Override
  protected void open() {
    answer(MentoringContract.CREATE_SLOTS, slots::create);
    answer(MentoringContract.LIST_SLOTS, slots::list);
    answer(MentoringContract.CANCEL_SLOT, slots::cancel);
    answer(MentoringContract.HOLD_SLOT, slots::hold);
    answer(MentoringContract.RELEASE_SLOT, slots::release);
    answer(PriceContract.GET, prices::get);
    answer(MentoringContract.BOOK, bookings::book);
    answer(MentoringContract.LIST_BOOKINGS, bookings::list);
    answer(MentoringContract.GET_BOOKING, bookings::get);
    answer(MentoringContract.LIST_CHANGES, bookings::changes);
    answer(MentoringContract.FIND_BOOKING, bookings::find);
    answer(MentoringContract.REMIND, bookings::remind);
    answer(MentoringContract.CHECK_TOKENS, bookings::checkTokens);
    answer(MentoringContract.CANCEL_BOOKING, changes::cancel);
    answer(MentoringContract.APPROVE_BOOKING, changes::approve);
    answer(MentoringContract.DECLINE_BOOKING, changes::decline);
    answer(MentoringContract.MOVE_BOOKING, changes::move);
    answer(MentoringContract.ASK_CANCELLATION, changes::askCancellation);
    answer(MentoringContract.AGREE_CANCELLATION, changes::agreeCancellation);
    answer(MentoringContract.CLOSE_BOOKING, changes::close);
    answer(MentoringContract.CLEAN, (call, ask) -> changes.clean(call));
    if (links != null) {
      answer(LinkContract.LOOK, links::look);
      answer(LinkContract.USE, links::use);
    }
    on(MentoringContract.SESSION_ATTENDED, (call, met) -> {
      feedback.ask(call, met);
      return null;
    });
    answer(FeedbackContract.GET, feedback::get);
    answer(FeedbackContract.RATE, feedback::rate);
    answer(FeedbackContract.REVIEW, feedback::review);
    answer(BoardContract.OWN_SCORECARD, (call, ask) -> board.own(call));
    answer(BoardContract.SCORECARD, board::scorecard);
    answer(BoardContract.LEADERS, board::leaders);
    answer(BoardContract.GET_WISH, (call, ask) -> board.wish(call));
    answer(BoardContract.SET_WISH, board::setWish);
    answer(TermsContract.LIST_TERMS, terms::list);
    answer(TermsContract.SET_TERMS, terms::set);
    answer(TermsContract.GET_MANNER, terms::manner);
    answer(TermsContract.SET_MANNER, terms::setManner);
    answer(MentorContract.LIST, mentors::list);
    answer(MentorContract.PAGINATED, mentors::list);
    answer(MentorContract.CATEGORIES, mentors::categories);
    answer(MentorContract.GET, mentors::get);
    answer(MentorContract.GET_OWN, (call, ask) -> mentors.own(call));
    answer(MentorContract.SAVE, mentors::save);
    answer(MentorContract.GET_AVAILABILITY, hours::get);
    answer(MentorContract.SET_AVAILABILITY, hours::set);
    answer(MentorContract.TIMES, hours::times);
    answer(MentorContract.HOLD_TIME, hours::hold);
  }
}
