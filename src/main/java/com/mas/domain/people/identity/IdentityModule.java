package com.mas.domain.people.identity;

import com.mas.db.Table;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.Secrets;
import com.mas.module.SettingsReader;
import com.mas.seed.School;
import java.time.Duration;
import java.util.List;

/** Declares accounts, log-ins and sessions. */
public final class IdentityModule extends DomainModule {
  private final LoginContract.Vouching vouching;
  private final List<LoginContract.Outside> outsides;

  /**
   * @param vouching says whose an outside account is
   * @param outsides other systems whose accounts may log in
   */
  public IdentityModule(LoginContract.Vouching vouching, LoginContract.Outside... outsides) {
    super("identity", DirectoryContract.class, IdentityContract.class, OutsideAccountContract.class,
        PersonContract.class, LoginContract.class, AddressContract.class);
    this.vouching = vouching;
    this.outsides = List.of(outsides);
    page(ConsolePage.of(45, "manage", "users", "user", "Users",
        "Accounts and what they may do", "role:ADMIN"));
    page(ConsolePage.of(90, "account", "account", "user", "Account",
        "Profile, password and preferences", "user"));
    seed(20, DemoPeople::superAdmin);
    demo(30, DemoPeople::learnerAndLead);
    demo(50, DemoPeople::studentsAndMentor);
    demoAccount(School.LEARNER.account("Learner"));
    demoAccount(School.LEAD.account("Batch lead"));
    demoAccount(School.MENTOR.account("Super mentor"));
    tables(
        Table.of("identity.users").people("id").hides("password_hash", "search")
            .never("an account lives until it is erased"),
        Table.of("identity.refresh_tokens").person("user_id").hides("token_hash")
            .keeps(SessionService.RETENTION, "expires_at"),
        Table.of("identity.one_time_codes").person("user_id").hides("code_hash").keeps(Duration.ZERO, "expires_at"),
        Table.of("identity.email_changes").person("user_id").email("email").hides("code_hash")
            .keeps(Duration.ZERO, "expires_at"),
        Table.of("identity.session_ends").person("user_id").keeps(Duration.ofDays(1), "ended_at"),
        Table.of("identity.outside_accounts").person("user_id").email("email").goesWith("identity.users"),
        Table.of("identity.sign_ups").person("user_id").hides("password_hash").goesWith("identity.users"),
        Table.of("identity.account_changes").person("account_id").email("email")
            .removed("its reader takes the notes within a minute"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    int accessMinutes = from.number("ACCESS_TOKEN_MINUTES", 1, 24 * 60);
    int refreshDays = from.number("REFRESH_TOKEN_DAYS", 1, 365);
    int bcryptCost = from.number("BCRYPT_COST", 4, 16);
    boolean limits = from.flag("RATE_LIMITS");
    from.require(!from.isProduction() || bcryptCost >= 10, "BCRYPT_COST must be at least 10 in production");
    from.require(!from.isProduction() || limits, "RATE_LIMITS must be true in production");
    return (parts, capacity) -> {
      Secrets secrets = parts.installation().secrets();
      return new IdentityVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.limits(), parts.ids(),
          new IdentityVerticle.Config(secrets.jwt(), accessMinutes, refreshDays, bcryptCost, limits,
              secrets.superAdminUsername(), secrets.superAdminPassword(), parts.installation().phones()),
          vouching, outsides);
    };
  }
}
