package com.mas.domain.identity;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.identity.IdentityContract.Purged;
import com.mas.redis.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** People, sessions, codes. Its worker pool is for bcrypt: as many threads as cores may be given to that. */
public final class IdentityVerticle extends DomainVerticle {
  /**
   * @param jwtSecret signs access tokens, at least 32 characters
   * @param bcryptCost of new passwords; at least 10 outside of tests
   * @param limits false only for load tests
   */
  public record Config(String jwtSecret, int accessTokenMinutes, int refreshTokenDays, int bcryptCost, boolean limits,
      String superAdminUsername, String superAdminPassword) {
    @Override
    public String toString() {
      return "Config[hidden]";
    }
  }

  private final Database db;
  private final RateLimit limit;
  private final UuidV7 ids;
  private final Config config;

  public IdentityVerticle(Bus bus, Capacity capacity, Database db, RateLimit limit, UuidV7 ids, Config config) {
    super(bus, capacity);
    this.db = db;
    this.limit = limit;
    this.ids = ids;
    this.config = config;
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
    }, config.bcryptCost);
    Tokens tokens = new Tokens(config.jwtSecret);
    Attempts attempts = new Attempts(limit, config.limits);
    SessionService sessions = new SessionService(db, new LoginChain(List.of(new LocalLogin(users, passwords))), attempts, tokens,
        ids, new SessionService.Lives(Duration.ofMinutes(config.accessTokenMinutes), Duration.ofDays(config.refreshTokenDays)), clock);
    AccountService accounts = new AccountService(db, users, passwords, ids, clock);
    AdminService admin = new AdminService(db, users, passwords, ids, clock);

    answer(IdentityContract.LOG_IN, sessions::logIn);
    answer(IdentityContract.REFRESH, sessions::refresh);
    answer(IdentityContract.LOG_OUT, (call, body) -> sessions.logOut(call, users, body));
    answer(IdentityContract.ME, (call, body) -> accounts.me(call));

    answer(IdentityContract.LIST_USERS, admin::list);
    answer(IdentityContract.GET_USER, (call, body) -> admin.get(call, body.id()));
    answer(IdentityContract.CREATE_USER, admin::create);
    answer(IdentityContract.UPDATE_USER, admin::update);
    answer(IdentityContract.RESET_USER_PASSWORD, admin::resetPassword);
    answer(IdentityContract.REVOKE_SESSIONS, (call, body) -> admin.revokeSessions(call, body.id()));

    answer(IdentityContract.FIND_USERS, accounts::find);
    answer(IdentityContract.ENSURE_SUPER_ADMIN,
        (call, body) -> accounts.ensureSuperAdmin(call, config.superAdminUsername, config.superAdminPassword));
    answer(IdentityContract.PURGE_TOKENS, (call, body) -> new Purged(sessions.purge(), 0));
  }
}
