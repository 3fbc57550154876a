package com.mas.domain.people.identity;

import com.mas.bus.DurableEvent;
import com.mas.bus.Request;
import com.mas.domain.people.identity.IdentityContract.Done;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what is told of people as such: that an address is theirs, and the end of an account. */
@NullMarked
public final class PersonContract {
  /** Persons of one {@link #PLACE}. */
  public static final int MOST_PLACED = 200;

  private PersonContract() {}

  /**
   * An address has become a person's for certain: the owner has proved it, or an administrator or another system
   * vouches for it. Accounts that are made of a whole table are not told one by one: who must know of
   * them looks now and then.
   */
  public static final DurableEvent<PersonVerified> VERIFIED =
      DurableEvent.of("identity.person.verified", PersonVerified.class);

  /** @param email in small letters */
  public record PersonVerified(UUID userId, String tenant, String email) {
    @Override
    public String toString() {
      return "PersonVerified[" + userId + "]";
    }
  }

  /**
   * Proves that the caller owns the account, before something that cannot be undone. Fails with INVALID_CREDENTIALS,
   * TOO_MANY_REQUESTS, and UNPROCESSABLE for the last super admin.
   */
  public static final Request<ProvePerson, Done> PROVE =
      Request.of("identity.person.prove", ProvePerson.class, Done.class);

  /** @param code that was mailed for LOGIN; one of the two is given */
  public record ProvePerson(@Nullable String password, @Nullable String code) {
    @Override
    public String toString() {
      return "ProvePerson[hidden]";
    }
  }

  /** Tells where persons belong in the school, as the system that knows it says. Idempotent. */
  public static final Request<PlacePersons, Void> PLACE =
      Request.of("identity.person.place", PlacePersons.class, Void.class, Duration.ofSeconds(10));

  public record PlacePersons(@Size(min = 1, max = MOST_PLACED) List<Placement> placements) {}

  /** @param campus null: not known any more; so are {@code department} and {@code program} */
  public record Placement(UUID userId, @Nullable @Size(max = 255) String campus,
      @Nullable @Size(max = 255) String department, @Nullable @Size(max = 255) String program) {}

  /**
   * Closes an account for good: it is disabled and its sessions end. With an erasure, {@link #ERASED} is stated, too.
   * Idempotent; an account that is gone is no failure. Fails with FORBIDDEN when the caller may not touch the account,
   * and with UNPROCESSABLE for the last super admin.
   */
  public static final Request<ClosePerson, Done> CLOSE =
      Request.of("identity.person.close", ClosePerson.class, Done.class, Duration.ofSeconds(10));

  /** @param erasure that follows; null: none yet */
  public record ClosePerson(UUID id, @Nullable UUID erasure) {}

  /**
   * An account is closed and its person's rows are about to be erased. A domain that keeps something of people outside
   * of the database, in Redis or in files, removes it now; rows are waited with until all have done so.
   */
  public static final DurableEvent<PersonErased> ERASED =
      DurableEvent.of("identity.person.erased", PersonErased.class);

  public record PersonErased(UUID userId, String tenant) {}
}
