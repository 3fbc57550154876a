package com.mas.sandbox.moodle;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Accounts of the school, their states, and the tokens that they are given. */
final class MoodleLogins {
  static final String ADMIN = "admin";
  static final String MOBILE = "moodle_mobile_app";
  private static final String OFF = "lms_off";
  private static final String WELL = "well";

  private final MoodleSchool school;
  private final Map<String, String> states = new TreeMap<>();
  private int generation;

  MoodleLogins(MoodleSchool school) {
    this.school = school;
  }

  /** Lets all accounts be well. Tokens count as before: one that has ended must not count again after the next end. */
  void reset() {
    states.clear();
  }

  /** Ends all tokens. */
  void expire() {
    generation++;
  }

  boolean knows(String username) {
    return password(username) != null;
  }

  void put(String username, String state) {
    states.put(username, state);
  }

  String state(String username) {
    return states.getOrDefault(username, WELL);
  }

  /** Returns the token that is asked for; the same as long as it counts. */
  String checked(Map<String, String> asked, String site) {
    if (site.equals("webServicesOff")) {
      throw MoodleError.plain("enablewsdescription", "Web services must be enabled in Advanced features.");
    }
    required(asked, "username");
    required(asked, "password");
    if (site.equals("maintenance")) {
      throw maintenance();
    }
    String username = asked.get("username");
    if (!asked.get("password").equals(password(username)) || state(username).equals("suspended")) {
      throw MoodleError.plain("invalidlogin", "Invalid login, please try again");
    }
    if (state(username).equals("unconfirmed")) {
      throw MoodleError.plain("usernotconfirmed", "Could not confirm " + username);
    }
    required(asked, "service");
    String service = asked.get("service");
    if (!Set.of(MOBILE, MoodleSimulator.SERVICE).contains(service)) {
      throw MoodleError.plain("servicenotavailable",
          "Web service is not available. (It doesn't exist or might be disabled.)");
    }
    if (service.equals(MoodleSimulator.SERVICE) && !username.equals(MoodleSimulator.SERVICE_USER)) {
      throw MoodleError.plain("usernotallowed", "The user is not allowed for this service. First you need to allow this"
          + " user on the " + service + "'s allowed users administration page.");
    }
    return token(username, service);
  }

  static MoodleError maintenance() {
    return MoodleError.plain("sitemaintenance", "The site is undergoing maintenance and is currently not available");
  }

  /** Says whose token it is: a word of the recordings, or the user name of somebody else. */
  String alias(String token, String site) {
    if (site.equals("maintenance")) {
      throw maintenance();
    }
    JsonObject known = tokens();
    String alias = token == null ? null : known.fieldNames().stream()
        .filter(name -> known.getString(name).equals(token)).findFirst().orElseGet(() -> somebody(token));
    if (alias == null) {
      throw MoodleError.token();
    }
    if (alias.equals("ip") || alias.equals("off")) {
      throw MoodleError.access();
    }
    if (alias.equals("asha") && state(MoodleSimulator.LEARNER).equals("suspended")) {
      throw MoodleError.plain("wsaccessusersuspended",
          "Refused web service access for suspended username: " + MoodleSimulator.LEARNER);
    }
    return alias;
  }

  private String somebody(String token) {
    return school.people.values().stream().map(person -> person.getString("username"))
        .filter(username -> token(username, MOBILE).equals(token)).findFirst().orElse(null);
  }

  /** Returns the tokens of the accounts that were recorded, by the word for them. */
  JsonObject tokens() {
    return new JsonObject().put("svc", token(MoodleSimulator.SERVICE_USER, MoodleSimulator.SERVICE))
        .put("asha", token(MoodleSimulator.LEARNER, MOBILE)).put("adm", token(ADMIN, MOBILE))
        .put("ip", token("elsewhere", MoodleSimulator.SERVICE)).put("off", token(ADMIN, OFF));
  }

  private String token(String username, String service) {
    return UUID.nameUUIDFromBytes((username + " " + service + " " + generation).getBytes(StandardCharsets.UTF_8))
        .toString().replace("-", "");
  }

  private static void required(Map<String, String> asked, String name) {
    if (!asked.containsKey(name)) {
      throw MoodleError.plain("missingparam", "A required parameter (" + name + ") was missing");
    }
  }

  private String password(String username) {
    if (username.equals(ADMIN)) {
      return "Adm!n-4711";
    }
    return username.equals(MoodleSimulator.SERVICE_USER) ? MoodleSimulator.PASSWORD : school.people.values().stream()
        .filter(person -> username.equals(person.getString("username"))).findFirst()
        .map(person -> person.getString("sandboxpassword", MoodleSimulator.PASSWORD)).orElse(null);
  }
}
