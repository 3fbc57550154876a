package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.domain.learning.moodle.MoodleContract.MoodlePerson;
import com.mas.domain.learning.moodle.MoodleContract.TryLogin;
import com.mas.domain.people.identity.LoginContract.CheckLogin;
import com.mas.domain.people.identity.LoginContract.CheckedLogin;
import com.mas.domain.people.identity.LoginContract.Verdict;
import com.mas.redis.RateLimit;
import com.mas.sources.UnreadableAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets Moodle check passwords. The tokens that this opens are forgotten with the answer. */
final class LoginService {
  private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);
  private static final int LOGINS_A_MINUTE = 5;
  /** Refusals that say something of the password or of the account; any other is Moodle's own trouble. */
  private static final Set<String> OF_THE_PERSON = Set.of("invalidlogin", "usernotconfirmed", "passwordisexpired",
      "restoredaccountresetpassword", "noguest", "usernotallowed", "wsaccessusersuspended", "wsaccessuserdeleted",
      "wsaccessuserexpired", "wsaccessusernologin", "wsaccessuserunconfirmed");

  private final MoodleClient client;
  private final PeopleRepository people;
  private final String tenant;
  private final RateLimit limit;
  private final Clock clock;

  /** @param client null when no Moodle is configured */
  LoginService(MoodleClient client, PeopleRepository people, String tenant, RateLimit limit, Clock clock) {
    this.client = client;
    this.people = people;
    this.tenant = tenant;
    this.limit = limit;
    this.clock = clock;
  }

  /** Moodle knows people by user names; theirs is looked for by the address, and the address must be theirs there. */
  CheckedLogin check(Call call, CheckLogin ask) {
    if (client == null || !tenant.equals(call.tenant())) {
      return new CheckedLogin(Verdict.NOBODYS, null);
    }
    String email = ask.email().toLowerCase(Locale.ROOT);
    try {
      String username = ask.password() == null ? null
          : people.byEmail(tenant, email).map(PeopleRepository.Known::username).orElse(null);
      if (username == null) {
        JsonNode found = client.read("core_user_get_users_by_field", Map.of("field", "email", "values[0]", email));
        username = found.size() == 1 ? MoodleRows.text(found.get(0), "username") : null;
      }
      return username == null || ask.password() == null ? new CheckedLogin(Verdict.NOBODYS, null)
          : checked(email, username, ask.password());
    } catch (Refused e) {
      LOG.info("Moodle did not check a password: {}", e.code());
      return new CheckedLogin(Verdict.UNREACHABLE, null);
    } catch (FailureException | UnreadableAnswer e) {
      LOG.info("Moodle did not check a password: {}", e.getMessage());
      return new CheckedLogin(Verdict.UNREACHABLE, null);
    }
  }

  private CheckedLogin checked(String email, String username, String password) {
    JsonNode info;
    try {
      String token = client.logIn(username, password);
      info = client.call(token, "core_webservice_get_site_info", Map.of(), true);
    } catch (Refused e) {
      if (OF_THE_PERSON.contains(e.code())) {
        return new CheckedLogin(Verdict.WRONG, null);
      }
      throw e;
    }
    long id = info.path("userid").asLong();
    JsonNode person = client.read("core_user_get_users_by_field",
        Map.of("field", "id", "values[0]", String.valueOf(id))).path(0);
    String own = MoodleRows.text(person, "email");
    boolean isTheirs = own != null && own.toLowerCase(Locale.ROOT).equals(email)
        && !person.path("suspended").asBoolean() && person.path("confirmed").asBoolean(true);
    String fullName = MoodleRows.text(person, "fullname");
    if (isTheirs) {
      people.save(tenant, id, username, fullName == null ? "" : fullName, email, clock.instant());
    }
    return new CheckedLogin(isTheirs ? Verdict.RIGHT : Verdict.WRONG, isTheirs ? fullName : null);
  }

  /** Begins nothing: says whom Moodle lets in. */
  MoodlePerson attempt(Call call, TryLogin ask) {
    RateLimit.Verdict verdict =
        limit.allow("moodle-login:" + call.userId(), LOGINS_A_MINUTE, Duration.ofMinutes(1)).await();
    if (!verdict.allowed()) {
      throw MoodleContract.TOO_MANY_LOGINS.refusal().retryAfter(verdict.retryAfterSeconds());
    }
    try {
      String token = client.logIn(ask.username(), ask.password());
      JsonNode info = client.call(token, "core_webservice_get_site_info", Map.of(), true);
      return new MoodlePerson(info.path("userid").asLong(), info.path("username").asText(),
          info.path("fullname").asText());
    } catch (Refused e) {
      throw OF_THE_PERSON.contains(e.code()) ? MoodleContract.WRONG_MOODLE_LOGIN.refusal() : e.failure();
    } catch (UnreadableAnswer e) {
      throw MoodleContract.MOODLE_UNREADABLE.with(e.getMessage());
    }
  }
}
