package com.mas.domain.people.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.db.Database;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares how other domains find people and make accounts for those whom another system knows. The tenant is always
 * the call's.
 */
@NullMarked
public final class DirectoryContract {
  private DirectoryContract() {}

  /** Finds the users that exist, in no order. At most {@value #FIND_LIMIT} ids and e-mails together. */
  public static final Request<FindUsers, FoundUsers> FIND_USERS =
      Request.of("identity.user.find", FindUsers.class, FoundUsers.class, Duration.ofSeconds(5));

  public static final int FIND_LIMIT = 5_000;

  /**
   * Either may be null.
   *
   * @param emails whole addresses; whose account a learner of an outside system has is not told by this, but by
   *     {@code mrlearn.shared_learner_accounts}
   */
  public record FindUsers(@Nullable List<UUID> ids, @Nullable List<String> emails) {}

  public record FoundUsers(List<Person> users) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Person(UUID id, String email, @Nullable String phone, String fullName) {}

  /** Looks people of the call's tenant up for other domains, which refer to them by id. Waits, on a virtual thread. */
  public static final class Directory {
    private final Bus bus;
    private final Reason unknown;

    /** @param unknown for which the other domain refuses */
    public Directory(Bus bus, Reason unknown) {
      this.bus = bus;
      this.unknown = unknown;
    }

    /** @param path of the id in the request, for the failure; a null id is nobody and is all right */
    public void mustExist(Call call, @Nullable UUID id, String path) {
      if (id != null && find(call, new FindUsers(List.of(id), null)).isEmpty()) {
        throw unknown.refusal().at(path);
      }
    }

    /** Finds an account by its whole address, in any case. */
    public UUID byEmail(Call call, String email) {
      return find(call, new FindUsers(null, List.of(email.strip().toLowerCase(Locale.ROOT)))).stream().findFirst()
          .map(Person::id).orElseThrow(() -> unknown.with("There is no user with this e-mail address.").at("/email"));
    }

    private List<Person> find(Call call, FindUsers ask) {
      return Database.await(bus.send(call, FIND_USERS, ask)).users();
    }
  }

  /**
   * Makes an account for a student whom another system knows, with a password that must be changed, or answers the one
   * there is, by the first of the addresses that has one. An existing account is left as it is, but for the password
   * where {@code rotate} says so; that ends its sessions unless it was this password already. Idempotent, also when
   * sent twice at once. Fails with INVALID, and FORBIDDEN for the password of somebody who ranks higher than the
   * caller.
   */
  public static final Request<EnsureStudent, StudentEnsured> ENSURE_STUDENT =
      Request.of("identity.student.ensure", EnsureStudent.class, StudentEnsured.class);

  /**
   * @param email of a new account; counts as verified
   * @param otherEmails under which the same person may have an account; may be null
   * @param password temporary; null: none, a new account's owner signs in by code
   */
  public record EnsureStudent(String email, @Nullable List<String> otherEmails, String fullName, @Nullable String phone,
      @Nullable String password, boolean rotate) {
    @Override
    public String toString() {
      return "EnsureStudent[" + email + "]";
    }
  }

  public record StudentEnsured(UUID id, boolean created, boolean passwordChanged) {}

  /**
   * Finds the accounts of these people by their addresses, and makes one, without a password, for each who has none; an
   * existing account is left as it is. Answers in the order of the request. Idempotent, also when sent twice at once.
   * What is wrong with one of them is told in its place. Fails with INVALID for more than {@value #ENSURE_LIMIT}.
   */
  public static final Request<EnsureStudents, StudentsEnsured> ENSURE_STUDENTS =
      Request.of("identity.student.ensure_many", EnsureStudents.class, StudentsEnsured.class);

  public static final int ENSURE_LIMIT = 1_000;

  /** @param rehearse whether all of it is undone again; ids of new accounts are nobody's then */
  public record EnsureStudents(@Size(max = ENSURE_LIMIT) List<NewStudent> students, boolean rehearse) {}

  /** @param fullName may be null for somebody who has an account; {@code phone} may be null */
  public record NewStudent(String email, @Nullable String fullName, @Nullable String phone) {}

  public record StudentsEnsured(List<OneEnsured> students) {}

  /**
   * @param id null when it was refused
   * @param created whether the account is new
   * @param field that is to blame for a refusal: email, fullName or phone
   * @param reason of a refusal, for a person
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OneEnsured(@Nullable UUID id, boolean created, @Nullable String field, @Nullable String reason) {}
}
