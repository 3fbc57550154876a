package com.mas.domain.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.bus.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can be asked of the notification domain. */
public final class NotificationContract {
  private NotificationContract() {}

  public enum EmailState {
    @JsonProperty("sent") SENT,
    /** Perhaps sent: a process or connection was lost while it was being handed over. It is not tried again. */
    @JsonProperty("unknown") UNKNOWN
  }

  /**
   * Sends one mail; made to be stored on {@code emailQueue}. Idempotent by key: a replay answers what became of the
   * first. Fails with PROVIDER_FAILED (certainly not sent, may be tried again), UNPROCESSABLE (the mail server refuses
   * it for good), NOT_CONFIGURED (there is no mail server), UNAVAILABLE (it is being sent at this moment), INVALID
   * (unknown template, or something that it needs is not given).
   */
  public static final Request<SendEmail, EmailSent> SEND_EMAIL =
      Request.of("notification.email.send", SendEmail.class, EmailSent.class, Duration.ofSeconds(50));

  /**
   * @param template a name in {@code templates/email}
   * @param data what the template's places are filled with; as text, whatever it contains
   * @param key names this one mail within the tenant, at most 200 characters
   */
  public record SendEmail(String to, String template, Map<String, String> data, String key) {
    public SendEmail {
      data = data == null ? Map.of() : Map.copyOf(data);
    }

    /** Without the data, which may hold a code. */
    @Override
    public String toString() {
      return "SendEmail[" + template + ", " + key + "]";
    }
  }

  public record EmailSent(EmailState state) {}

  public static final List<Request<?, ?>> REQUESTS = List.of(SEND_EMAIL);
}
