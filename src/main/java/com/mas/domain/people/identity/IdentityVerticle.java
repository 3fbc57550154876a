package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import com.mas.redis.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** People, sessions, codes. Its worker pool is for bcrypt: as many threads as cores may be given to that. */
public final class IdentityVerticle extends DomainVerticle {
  private static final int CHECKS_IN_HAND = 5000;
  /** At a cost of 10 and two threads about two seconds of work. */
  private static final int PASSWORDS_WAITING = 64;
  private static final int PASSWORDS_WAITING_OF_ONE = 40;

  /**
   * @param jwtSecret signs access tokens, at least 32 characters
   * @param bcryptCost of new passwords; at least 10 outside of tests
   * @param limits false only for load tests
   * @param phones reads numbers that name no country
   */
  public record Config(String jwtSecret, int accessTokenMinutes, int refreshTokenDays, int bcryptCost, boolean limits,
      String superAdminUsername, String superAdminPassword, PhoneRules phones) {
    public Config(String jwtSecret, int accessTokenMinutes, int refreshTokenDays, int bcryptCost, boolean limits,
        String superAdminUsername, String superAdminPassword) {
      this(jwtSecret, accessTokenMinutes, refreshTokenDays, bcryptCost, limits, superAdminUsername, superAdminPassword,
          PhoneRules.INDIA);
    }

    @Override
    public String toString() {
      return "Config[hidden]";
    }
  }

  private final Capacity capacity;
  private final Database db;
  private final Jobs jobs;
  private final RateLimit limit;
  private final UuidV7 ids;
  private final Config config;
  private final LoginContract.Vouching vouching;
  private final List<LoginContract.Outside> outsides;

  public IdentityVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, RateLimit limit, UuidV7 ids,
      Config config) {
    this(bus, capacity, db, jobs, limit, ids, config, null, List.of());
  }

  /**
   * @param vouching says whose an outside account is; null: nobody logs in with one
   * @param outsides other systems whose accounts may log in
   */
  public IdentityVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, RateLimit limit, UuidV7 ids,
      Config config, LoginContract.Vouching vouching, List<LoginContract.Outside> outsides) {
    super(bus, capacity);
    this.capacity = capacity;
    this.db = db;
    this.jobs = jobs;
    this.limit = limit;
    this.ids = ids;
    this.config = config;
    this.vouching = vouching;
    this.outsides = List.copyOf(outsides);
  }

  @Override
  protected void open() {
    Clock clock = bus().clock();
    UserRepository users = new UserRepository(db, clock);
    Passwords passwords = new Passwords(new Passwords.Elsewhere() {
      @Override
      public <T> T run(Callable<T> work) {
        return blocking(work);
      }
    }, new Turns(capacity.pool(), PASSWORDS_WAITING, PASSWORDS_WAITING_OF_ONE), config.bcryptCost);
    Tokens tokens = new Tokens(config.jwtSecret);
    Mails mails = new Mails(jobs, ids);
    Attempts attempts = new Attempts(limit, config.limits);
    IdentityParts parts = new IdentityParts(db, users, passwords, attempts, mails, ids, clock, config.phones,
        jobs);
    LoginChain chain = new LoginChain(Stream.<LoginStrategy>concat(Stream.of(new LocalLogin(users, passwords)),
        outsides.stream().map(outside -> new OutsideLogin(parts, bus(), outside))).toList());
    Guesses guesses = new Guesses(parts, bus(), jobs);
    SessionService sessions = new SessionService(parts, guesses, chain, tokens,
        new SessionService.Lives(Duration.ofMinutes(config.accessTokenMinutes),
            Duration.ofDays(config.refreshTokenDays)),
        bus());
    CodeService codes = new CodeService(parts, guesses, tokens, bus());
    SignUpRepository waiting = new SignUpRepository(db);
    AccountService accounts = new AccountService(parts);
    SignUpService signUps = new SignUpService(parts, waiting, codes, sessions);
    PasswordService own = new PasswordService(parts, codes, sessions, signUps);
    AdminService admin = new AdminService(parts, sessions, waiting);
    PersonService persons = new PersonService(parts, codes, sessions, admin, jobs);

    EndRepository ends = new EndRepository(db);
    vertx.deployVerticle(new SessionStates(bus(), new Capacity(capacity.role() + "-sessions", 1, CHECKS_IN_HAND), ends))
        .await();

    answer(IdentityContract.SIGN_UP, signUps::signUp);
    answer(IdentityContract.LOG_IN, (call, body) -> alive(call, sessions.logIn(call, body)));
    answer(IdentityContract.REQUEST_CODE, codes::requestForSession);
    answer(IdentityContract.VERIFY_CODE, (call, body) -> alive(call, signUps.verify(call, body)));
    answer(IdentityContract.FORGOT_PASSWORD, (call, body) -> codes.request(call, body.email(), Purpose.RESET_PASSWORD));
    answer(IdentityContract.RESET_PASSWORD, own::reset);
    answer(IdentityContract.CHANGE_PASSWORD, own::change);
    answer(IdentityContract.REFRESH, (call, body) -> alive(call, sessions.refresh(call, body)));
    answer(IdentityContract.LOG_OUT, sessions::logOut);
    answer(IdentityContract.ME, (call, body) -> accounts.me(call));

    OutsideAccountService google = new OutsideAccountService(parts, signUps, sessions, vouching, bus());
    answer(OutsideAccountContract.WAYS, google::ways);
    answer(OutsideAccountContract.BEGIN, google::begin);
    answer(OutsideAccountContract.LOG_IN, (call, body) -> alive(call, google.logIn(call, body)));
    answer(OutsideAccountContract.LINK, google::link);
    answer(OutsideAccountContract.MINE, google::mine);
    answer(OutsideAccountContract.UNLINK, google::unlink);

    answer(IdentityContract.LIST_USERS, admin::list);
    answer(IdentityContract.GET_USER, (call, body) -> admin.get(call, body.id()));
    answer(IdentityContract.CREATE_USER, admin::create);
    answer(IdentityContract.UPDATE_USER, admin::update);
    answer(IdentityContract.RESET_USER_PASSWORD, admin::resetPassword);
    answer(IdentityContract.REVOKE_SESSIONS, (call, body) -> admin.revokeSessions(call, body.id()));

    AddressService addresses = new AddressService(parts, persons, codes, guesses, sessions, tokens, bus());
    answer(AddressContract.ASK, addresses::ask);
    answer(AddressContract.CONFIRM, (call, body) -> alive(call, addresses.confirm(call, body)));
    answer(AddressContract.SEND, addresses::send);

    answer(PersonContract.PROVE, persons::prove);
    answer(PersonContract.CLOSE, persons::close);
    answer(PersonContract.PLACE, persons::place);
    answer(DirectoryContract.FIND_USERS, accounts::find);
    answer(DirectoryContract.ENSURE_STUDENTS, new StudentBatches(parts, waiting)::ensure);
    answer(DirectoryContract.ENSURE_STUDENT, new StudentAccounts(parts, admin, sessions, waiting)::ensure);
    answer(IdentityContract.ENSURE_SUPER_ADMIN,
        (call, body) -> accounts.ensureSuperAdmin(call, config.superAdminUsername, config.superAdminPassword));
    answer(IdentityContract.SEND_CODE, codes::send);
    answer(IdentityContract.TELL_GUESSES, guesses::tell);
  }

  private Session alive(Call call, Session session) {
    bus().publish(call, IdentityContract.SESSION_ALIVE,
        new SessionAlive(session.user().id(), call.tenant(), session.user().role(), bus().clock().instant()));
    return session;
  }
}
