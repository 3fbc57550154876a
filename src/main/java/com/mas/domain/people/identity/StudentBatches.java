package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudents;
import com.mas.domain.people.identity.DirectoryContract.NewStudent;
import com.mas.domain.people.identity.DirectoryContract.OneEnsured;
import com.mas.domain.people.identity.DirectoryContract.StudentsEnsured;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.phone.PhoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts of many students at once, by a few statements. */
final class StudentBatches {
  private static final Logger LOG = LoggerFactory.getLogger(StudentBatches.class);

  /** Takes the answer of a rehearsal out of its transaction. */
  private static final class Rehearsed extends RuntimeException {
    private final transient StudentsEnsured answer;

    Rehearsed(StudentsEnsured answer) {
      super("a rehearsal is rolled back", null, false, false);
      this.answer = answer;
    }
  }

  /** One of them as it was read; {@code wrong} says why nothing can be made of it. */
  private record Read(String email, String name, String phone, boolean isNamed, FieldError wrong) {}

  private final Database db;
  private final UserRepository users;
  private final SignUpRepository signUps;
  private final UuidV7 ids;
  private final PhoneRules phones;

  StudentBatches(IdentityParts parts, SignUpRepository signUps) {
    this.db = parts.db();
    this.users = parts.users();
    this.signUps = signUps;
    this.ids = parts.ids();
    this.phones = parts.phones();
  }

  StudentsEnsured ensure(Call call, EnsureStudents ask) {
    if (ask.students().size() > DirectoryContract.ENSURE_LIMIT) {
      throw Failure.INVALID.with("At most " + DirectoryContract.ENSURE_LIMIT + " students at a time.").at("/students");
    }
    List<Read> all = ask.students().stream().map(this::read).toList();
    try {
      return db.transaction(tx -> {
        StudentsEnsured ensured = ensure(tx, call, all);
        if (ask.rehearse()) {
          throw new Rehearsed(ensured);
        }
        return ensured;
      });
    } catch (Rehearsed rehearsed) {
      return rehearsed.answer;
    }
  }

  private Read read(NewStudent given) {
    Inputs inputs = new Inputs();
    String email = inputs.email("email", given.email());
    boolean isNamed = given.fullName() != null && !given.fullName().isBlank();
    String name = isNamed ? inputs.name("fullName", given.fullName()) : null;
    String phone = inputs.phone("phone", given.phone(), phones);
    return new Read(email, name, phone, isNamed, inputs.first().orElse(null));
  }

  private StudentsEnsured ensure(Tx tx, Call call, List<Read> all) {
    List<String> emails = all.stream().filter(each -> each.wrong == null).map(Read::email).distinct().toList();
    Map<String, User> known = new HashMap<>();
    users.byEmails(tx, call.tenant(), emails).forEach(user -> known.put(user.email(), user));
    Map<String, Read> missing = new LinkedHashMap<>();
    all.stream().filter(each -> each.wrong == null && each.isNamed && !known.containsKey(each.email))
        .forEach(each -> missing.putIfAbsent(each.email, each));
    Map<String, User> made = make(tx, call, List.copyOf(missing.values()));
    if (made.size() < missing.size()) { // somebody else was faster
      users.byEmails(tx, call.tenant(), List.copyOf(missing.keySet()))
          .forEach(user -> known.putIfAbsent(user.email(), user));
    }
    known.values().stream().filter(user -> user.emailVerifiedAt() == null && !made.containsKey(user.email()))
        .sorted((one, other) -> one.id().compareTo(other.id()))
        .forEach(user -> users.lock(tx, call.tenant(), user.id()).ifPresent(now -> signUps.setAside(tx, now)));
    List<OneEnsured> answers = new ArrayList<>(all.size());
    all.forEach(each -> answers.add(answer(each, made.get(each.email), known.get(each.email))));
    return new StudentsEnsured(answers);
  }

  private Map<String, User> make(Tx tx, Call call, List<Read> missing) {
    Map<String, User> made = new HashMap<>();
    if (!missing.isEmpty()) {
      users.insertStudents(tx, call.tenant(), missing.stream().map(each -> ids.next()).toList(),
          missing.stream().map(Read::email).toList(), missing.stream().map(Read::name).toList(),
          missing.stream().map(Read::phone).toList()).forEach(user -> made.put(user.email(), user));
      LOG.info("{} accounts of students were made", made.size());
    }
    return made;
  }

  private static OneEnsured answer(Read read, User made, User known) {
    if (read.wrong != null) {
      return new OneEnsured(null, false, read.wrong.path(), read.wrong.message());
    }
    Optional<User> user = Optional.ofNullable(made).or(() -> Optional.ofNullable(known));
    if (user.isEmpty()) {
      return new OneEnsured(null, false, "fullName",
          "is missing, and there is no account with this address; give a name, so that one is made");
    }
    return user.get().status() == Status.DISABLED
        ? new OneEnsured(null, false, "email", "belongs to an account that is disabled; enable it first")
        : new OneEnsured(user.get().id(), made != null, null, null);
  }
}
