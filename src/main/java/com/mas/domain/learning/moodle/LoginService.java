package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.domain.learning.moodle.MoodleAuditContract.Result;
import com.mas.domain.learning.moodle.MoodleContract.MoodlePerson;
import com.mas.domain.learning.moodle.MoodleContract.TryLogin;
import com.mas.domain.people.identity.LoginContract.CheckLogin;
import com.mas.domain.people.identity.LoginContract.CheckedLogin;
import com.mas.domain.people.identity.LoginContract.Verdict;
import com.mas.redis.RateLimit;
import com.mas.sources.UnreadableAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets Moodle check passwords. The tokens that this opens are forgotten with the answer. */
final class LoginService {
  private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);
  private static final int LOGINS_A_MINUTE = 5;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  /** Refusals that say something of the password or of the account; any other is Moodle's own trouble. */
  private static final Set<String> OF_THE_PERSON = Set.of("invalidlogin", "usernotconfirmed", "passwordisexpired",
      "restoredaccountresetpassword", "noguest", "usernotallowed", "wsaccessusersuspended", "wsaccessuserdeleted",
      "wsaccessuserexpired", "wsaccessusernologin", "wsaccessuserunconfirmed");

  private final MoodleClient client;
  private final PeopleRepository people;
  private final String tenant;
  private final RateLimit limit;
  private final boolean limits;
  private final LoginAudit audit;
  private final Clock clock;

  /**
   * @param client null when no Moodle is configured
   * @param limits whether logins that fail are limited; trials are, always
   */
  LoginService(MoodleClient client, PeopleRepository people, String tenant, RateLimit limit, boolean limits,
      LoginAudit audit, Clock clock) {
    this.client = client;
    this.people = people;
    this.tenant = tenant;
    this.limit = limit;
    this.limits = limits;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Moodle knows people by user names; theirs is looked for by the address, and the address must be theirs there. After
   * five that failed within a minute, the next of the same e-mail address from the same network is refused unasked:
   * wrong ones, those of an address that is nobody's there, and questions without a password, so that no address is
   * told apart. A right one, and one that Moodle could not check, does not count. Those of other networks are not kept
   * out by it; nor are known devices, which are counted by themselves.
   */
  CheckedLogin check(Call call, CheckLogin ask) {
    if (client == null || !tenant.equals(call.tenant())) {
      return new CheckedLogin(Verdict.NOBODYS, null);
    }
    String email = ask.email().toLowerCase(Locale.ROOT);
    String key = key(call, email, ask.known());
    if (limits) {
      RateLimit.Verdict verdict = limit.allow(key, LOGINS_A_MINUTE, MINUTE).await();
      if (!verdict.allowed()) {
        people.byEmail(tenant, email)
            .ifPresent(known -> audit.keep(tenant, known.username(), email, null, Result.LIMITED));
        throw MoodleContract.TOO_MANY_LOGINS.refusal().retryAfter(verdict.retryAfterSeconds());
      }
    }
    CheckedLogin checked = asked(ask.password(), email);
    if (limits && (checked.verdict() == Verdict.RIGHT || checked.verdict() == Verdict.UNREACHABLE)) {
      limit.giveBack(key);
    }
    return checked;
  }

  private static String key(Call call, String email, boolean known) {
    String from = known ? "" : call.address() == null ? "-" : RateLimit.network(call.address());
    return (known ? "moodle-known:" : "moodle-failed:")
        + UUID.nameUUIDFromBytes((email + " " + from).getBytes(StandardCharsets.UTF_8));
  }

  private CheckedLogin asked(String password, String email) {
    String username = null;
    CheckedLogin checked;
    try {
      username = password == null ? null
          : people.byEmail(tenant, email).map(PeopleRepository.Known::username).orElse(null);
      if (username == null) {
        JsonNode found = client.read("core_user_get_users_by_field", Map.of("field", "email", "values[0]", email));
        username = found.size() == 1 ? MoodleRows.text(found.get(0), "username") : null;
      }
      checked = username == null || password == null ? new CheckedLogin(Verdict.NOBODYS, null)
          : checked(email, username, password);
    } catch (Refused e) {
      LOG.info("Moodle did not check a password: {}", e.code());
      checked = new CheckedLogin(Verdict.UNREACHABLE, null);
    } catch (FailureException | UnreadableAnswer e) {
      LOG.info("Moodle did not check a password: {}", e.getMessage());
      checked = new CheckedLogin(Verdict.UNREACHABLE, null);
    }
    if (username != null && password != null) {
      audit.keep(tenant, username, email, null, switch (checked.verdict()) {
        case RIGHT -> Result.RIGHT;
        case WRONG, NOBODYS -> Result.WRONG;
        case UNREACHABLE -> Result.UNREACHABLE;
      });
    }
    return checked;
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
    RateLimit.Verdict verdict = limit.allow("moodle-login:" + call.userId(), LOGINS_A_MINUTE, MINUTE).await();
    if (!verdict.allowed()) {
      audit.keep(tenant, ask.username(), null, call.userId(), Result.LIMITED);
      throw MoodleContract.TOO_MANY_LOGINS.refusal().retryAfter(verdict.retryAfterSeconds());
    }
    Result result = Result.UNREACHABLE;
    try {
      String token = client.logIn(ask.username(), ask.password());
      JsonNode info = client.call(token, "core_webservice_get_site_info", Map.of(), true);
      result = Result.RIGHT;
      return new MoodlePerson(info.path("userid").asLong(), info.path("username").asText(),
          info.path("fullname").asText());
    } catch (Refused e) {
      if (!OF_THE_PERSON.contains(e.code())) {
        throw e.failure();
      }
      result = Result.WRONG;
      throw MoodleContract.WRONG_MOODLE_LOGIN.refusal();
    } catch (UnreadableAnswer e) {
      throw MoodleContract.MOODLE_UNREADABLE.with(e.getMessage());
    } finally {
      audit.keep(tenant, ask.username(), null, call.userId(), result);
    }
  }
}
