package com.mas.domain.people.notification;

import com.mas.bus.Json;
import com.mas.bus.Visible;
import com.mas.secrets.Vault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what a mail lets its reader do without signing in. Such a link is sealed when the mail is handed over, so
 * that no stored request and no log has it. Programs that check mails open links: the page must change nothing by
 * itself. A link is for the account's own address: whoever reads the mails of a former one has no part in it.
 */
@NullMarked
public final class MailActionContract {
  private static final String PURPOSE = "mail action";
  private static final int MARK_BYTES = 12;

  private MailActionContract() {}

  /**
   * @param name of what is done, such as {@code mentoring.approve}; a link is good for this alone
   * @param label of the button
   * @param page of the domain, such as {@code /booking}; it reads the link from what is behind {@code #token=}
   * @param version of the subject: a link of an older one does nothing
   */
  public record MailAction(@Size(max = 60) @Pattern(regexp = "^[a-z.]+$") String name,
      @Visible @Size(max = 60) String label, @Size(max = 60) @Pattern(regexp = "^/[a-z-]+$") String page, UUID subject,
      @Min(1) int version, Instant expiresAt) {}

  /**
   * Says who was given a link, and what for.
   *
   * @param address {@link #mark} of where the mail went: a link is good while the account has that address
   */
  public record Link(String tenant, UUID userId, String address, String name, UUID subject, int version,
      Instant expiresAt) {
    public String sealed(Vault vault) {
      return vault.seal(Json.write(this), PURPOSE);
    }
  }

  /** Returns what tells addresses apart, of always the same length. */
  public static String mark(String address) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what the link says; empty for one that this installation did not make, or that was changed. */
  public static Optional<Link> open(Vault vault, @Nullable String token) {
    return vault.open(token, PURPOSE).map(json -> Json.read(json, Link.class));
  }
}
