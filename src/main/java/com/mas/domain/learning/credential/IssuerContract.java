package com.mas.domain.learning.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Text;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares issuers of credentials, and the keys by which their own systems issue. */
@NullMarked
public final class IssuerContract {
  public static final Reason ISSUER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "issuer_unknown",
      "There is no such issuer.");
  public static final Reason SLUG_TAKEN = Reason.of(Failure.CONFLICT, "slug_taken",
      "There is an issuer with this short name already.");
  public static final Reason KEY_UNKNOWN = Reason.of(Failure.NOT_FOUND, "key_unknown", "There is no such key.");
  public static final Reason KEY_REFUSED = Reason.of(Failure.UNAUTHENTICATED, "issuer_key_refused",
      "This key is not known, has ended, or may not be used from this address; ask an administrator for one.");
  public static final Reason KEY_TOO_FAST = Reason.of(Failure.TOO_MANY_REQUESTS, "key_too_fast",
      "This key was used more often within a minute than it may be; wait, or send a table instead.");

  static final String SLUG = "^[a-z][a-z0-9-]{0,39}$";
  static final String URL = "^https?://[!-~]+$";
  static final String NETWORK = "^[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?$";

  private IssuerContract() {}

  /** A blocked issuer issues nothing, and what it has issued fails its check. */
  public enum IssuerState implements Word {
    APPROVED, BLOCKED
  }

  /**
   * @param slug unique in the tenant
   * @param credentials how many it has issued
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Issuer(UUID id, String slug, String name, @Nullable String url, IssuerState state,
      @Nullable String stateReason, long credentials, Instant createdAt, Instant updatedAt) {}

  public static final Request<ListIssuers, Page<Issuer>> LIST =
      Request.list("credential.issuer.list", ListIssuers.class, Issuer.class);

  public record ListIssuers(@Nullable @Size(min = 1, max = 200) String search, @Nullable IssuerState state,
      Integer limit, Long offset) implements Listing {}

  public static final Request<CreateIssuer, Issuer> CREATE =
      Request.of("credential.issuer.create", CreateIssuer.class, Issuer.class);

  public record CreateIssuer(@Pattern(regexp = SLUG) String slug, @Visible @Size(max = 200) String name,
      @Nullable @Pattern(regexp = URL) @Size(max = 500) String url) {
    public CreateIssuer {
      name = Text.stripped(name);
    }
  }

  public static final Request<UpdateIssuer, Issuer> UPDATE =
      Request.of("credential.issuer.update", UpdateIssuer.class, Issuer.class);

  /** The last two can be cleared. A name holds for what is issued from now on. */
  @AtLeastOne
  public record UpdateIssuer(UUID id, Change<@Visible @Size(max = 200) String> name, Change<IssuerState> state,
      Change<@Nullable @Pattern(regexp = URL) @Size(max = 500) String> url,
      Change<@Nullable @Size(max = 500) String> stateReason) {
    public UpdateIssuer {
      name = name.map(Text::stripped);
    }
  }

  // --- keys --------------------------------------------------------------------------------------------------------

  /**
   * @param prefix the beginning of the key, by which people tell keys apart
   * @param perMinute how often it may be used within a minute
   * @param addresses networks from which it may be used; empty: all
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Key(UUID id, String name, String prefix, int perMinute, List<String> addresses,
      @Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable Instant usedAt, Instant createdAt) {}

  public static final Request<ListKeys, Page<Key>> KEYS =
      Request.list("credential.key.list", ListKeys.class, Key.class);

  public record ListKeys(UUID id, Integer limit, Long offset) implements Listing {}

  /** Makes a key; the whole of it is told once, in this answer. */
  public static final Request<CreateKey, NewKey> CREATE_KEY =
      Request.of("credential.key.create", CreateKey.class, NewKey.class);

  /** @param perMinute null: 60 */
  public record CreateKey(UUID id, @Visible @Size(max = 100) String name,
      @Nullable @Min(1) @Max(6000) Integer perMinute,
      @Nullable @Size(max = 50) List<@Pattern(regexp = NETWORK) String> addresses, @Nullable Instant expiresAt) {
    public CreateKey {
      name = Text.stripped(name);
      addresses = addresses == null ? List.of() : List.copyOf(addresses);
      perMinute = perMinute == null ? 60 : perMinute;
    }
  }

  /** @param secret the key itself */
  public record NewKey(Key key, String secret) {
    @Override
    public String toString() {
      return "NewKey[" + key.prefix + "]";
    }
  }

  /** Ends a key at once. Twice is as once. */
  public static final Request<RevokeKey, Key> REVOKE_KEY =
      Request.of("credential.key.revoke", RevokeKey.class, Key.class);

  public record RevokeKey(UUID id, UUID keyId) {}

  // --- with a key --------------------------------------------------------------------------------------------------

  /** Issues one in the name of the key's issuer. Fails as {@link CredentialContract#ISSUE} does. */
  public static final Request<IssueByKey, Credential> ISSUE_BY_KEY =
      Request.of("credential.key.issue", IssueByKey.class, Credential.class);

  public record IssueByKey(@Nullable @Size(max = 200) String key, @Visible @Size(max = 200) String title,
      @Nullable @Visible @Size(max = 500) String description, @Visible @Size(max = 120) String recipientName,
      @Pattern(regexp = CredentialContract.EMAIL) @Size(max = 254) String recipientEmail,
      @Nullable @Min(0) @Max(10_000) Double hours, @Nullable LocalDate completedOn,
      @Nullable @Size(min = 1, max = 200) String externalId) {
    @Override
    public String toString() {
      return "IssueByKey[" + title + "]";
    }
  }

  /** Lists what the key's issuer has issued, newest first. */
  public static final Request<ListByKey, Page<Credential>> LIST_BY_KEY =
      Request.list("credential.key.credentials", ListByKey.class, Credential.class);

  public record ListByKey(@Nullable @Size(max = 200) String key, Integer limit, Long offset) implements Listing {
    @Override
    public String toString() {
      return "ListByKey[hidden]";
    }
  }

  /** Lists whom the key's issuer has given something, the last ones first. */
  public static final Request<RecipientsByKey, Page<Recipient>> RECIPIENTS =
      Request.list("credential.key.recipients", RecipientsByKey.class, Recipient.class);

  public record RecipientsByKey(@Nullable @Size(max = 200) String key, Integer limit, Long offset)
      implements
        Listing {
    @Override
    public String toString() {
      return "RecipientsByKey[hidden]";
    }
  }

  /** @param lastAt when something was issued to the person last */
  public record Recipient(String email, String name, long credentials, Instant lastAt) {}
}
