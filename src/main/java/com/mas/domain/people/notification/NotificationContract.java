package com.mas.domain.people.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.bus.Change;
import com.mas.bus.Default;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Invitation;
import com.mas.domain.people.notification.MailActionContract.MailAction;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Requests and events of the notification domain. A domain that has something to tell a person stores {@link #NOTIFY}
 * in the transaction that causes it, on {@link #QUEUE}: {@code jobs.store(tx, NOTIFY, Notify.user(…),
 * JobOptions.on(QUEUE).because(call))}, or many by {@code storeAll}.
 */
@NullMarked
public final class NotificationContract {
  public static final Reason MAIL_MISSING = Reason.of(Failure.NOT_CONFIGURED, "mail_missing",
      "There is no mail server: SMTP_HOST is not set.");
  public static final Reason MAIL_REFUSED = Reason.of(Failure.UNPROCESSABLE, "mail_refused",
      "The mail server refuses this e-mail.");
  public static final Reason MAIL_UNREACHABLE = Reason.of(Failure.PROVIDER_FAILED, "mail_unreachable",
      "The mail server could not accept the e-mail.");
  public static final Reason WHATSAPP_MISSING = Reason.of(Failure.NOT_CONFIGURED, "whatsapp_missing",
      "There is no WhatsApp: neither WHATSAPP_PHONE_NUMBER_ID nor AISENSY_API_KEY is set.");
  public static final Reason WRONG_TOKEN = Reason.of(Failure.FORBIDDEN, "wrong_token",
      "The token does not match.");
  public static final Reason WRONG_SIGNATURE = Reason.of(Failure.FORBIDDEN, "wrong_signature",
      "The signature does not match the body.");
  public static final Reason BEING_SENT = Reason.of(Failure.UNAVAILABLE, "being_sent",
      "This message is being sent at this moment.");
  public static final Reason NOTIFICATION_UNKNOWN = Reason.of(Failure.NOT_FOUND, "notification_unknown",
      "There is no such notification.");

  /** Queue on which {@link #NOTIFY} is stored. */
  public static final String QUEUE = "notificationQueue";
  private static final String TIME_OF_DAY = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Shows the SQL of other domains how each message stands. */
  public static final View DELIVERIES = View.of("notification.shared_deliveries", "id, tenant, key, channel, state, "
      + "reason, due_at, error_code, error, provider, message_id, updated_at");
  /** Shows the SQL of other domains what people were told in the product, without the words of the body. */
  public static final View ITEMS = View.of("notification.shared_items",
      "tenant, user_id, item_id, template, category, title, created_at");

  private NotificationContract() {}

  // --- telling a person --------------------------------------------------------------------------------------------

  /**
   * Tells a person something on the channels that its template names and the person has not switched off. Idempotent by
   * key: a replay makes nothing again and answers what the first one made. Fails with INVALID (no such template, a
   * variable missing, nobody to tell), which is final, or UNAVAILABLE.
   */
  public static final Request<Notify, Notified> NOTIFY =
      Request.of("notification.notify", Notify.class, Notified.class, Duration.ofSeconds(20));

  /**
   * One of {@code userId}, {@code email} and {@code phone} at the least; of a user the other two are looked up where
   * they are null. What only has a place in the product ({@code in_app}) needs the user.
   *
   * @param template a name in {@code templates/notification}; it brings category, channels and texts
   * @param variables what the template's places are filled with, as text; {@code name} is looked up when it is missing
   * @param key names this one notification of this person within the tenant, such as {@code badge:first_test}; at most
   *     150 characters
   * @param appointment that the mail enters into the person's calendar, or takes out again; null: none. Its times fill
   *     {@code when} (in the person's own zone) and {@code elsewhere} (a sentence for the others')
   * @param actions that the mail offers to a user; null: none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Notify(String template, @Nullable UUID userId, @Nullable String email, @Nullable String phone,
      @Nullable Map<String, @Size(max = 500) String> variables, @Visible @Size(max = 150) String key,
      @Nullable Appointment appointment, @Nullable @Size(max = 5) List<MailAction> actions) {
    public Notify {
      variables = variables == null ? Map.of() : Map.copyOf(variables);
      actions = actions == null ? null : List.copyOf(actions);
    }

    public static Notify user(UUID userId, String template, Map<String, String> variables, String key) {
      return new Notify(template, userId, null, null, variables, key, null, null);
    }

    public Notify about(Appointment entry) {
      return new Notify(template, userId, email, phone, variables, key, entry, actions);
    }

    public Notify offering(List<MailAction> offered) {
      return new Notify(template, userId, email, phone, variables, key, appointment, offered);
    }

    /** Without what may be personal. */
    @Override
    public String toString() {
      return "Notify[" + template + ", " + key + "]";
    }
  }

  /** @param itemId in the product, or null when the person is not told there */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Notified(@Nullable UUID itemId) {}

  // --- a person's own notifications --------------------------------------------------------------------------------

  /** @param readAt null while unread */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(UUID id, String template,
      @OneOf({"account", "course", "achievement", "reminder", "standing", "announcement"}) String category,
      String title, String body, @Nullable String link, Instant createdAt, @Nullable Instant readAt) {}

  /** The caller's, newest first. */
  public static final Request<ListItems, Page<Item>> LIST_ITEMS =
      Request.list("notification.item.list", ListItems.class, Item.class, QUICK);

  public record ListItems(@Nullable @Default("false") Boolean unread, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  public static final Request<CountUnread, Unread> COUNT_UNREAD =
      Request.of("notification.item.count", CountUnread.class, Unread.class, QUICK);

  public record CountUnread() {}

  public record Unread(long unread) {}

  /** Twice is as once. Another person's is NOT_FOUND. */
  public static final Request<ReadItem, Item> READ_ITEM =
      Request.of("notification.item.read", ReadItem.class, Item.class, QUICK);

  public record ReadItem(UUID id) {}

  public static final Request<ReadAll, MarkedRead> READ_ALL =
      Request.of("notification.item.read_all", ReadAll.class, MarkedRead.class, QUICK);

  public record ReadAll() {}

  public record MarkedRead(long marked) {}

  /** States that a person has a new notification; for live screens. */
  public static final Event<ItemCreated> ITEM_CREATED = Event.of("notification.item.created", ItemCreated.class);

  /** @param unread how many the person has now, this one included */
  public record ItemCreated(String tenant, UUID userId, Item item, long unread) {}

  // --- e-mail and WhatsApp -------------------------------------------------------------------------------------------

  /** States of a message, in the order in which a later one takes the place of an earlier one. */
  public enum DeliveryState implements Word {
    /** Waits until the person's quiet hours end; goes out by itself then. */
    HELD,
    /** Was not sent, by the person's own wish or to spare attention. */
    SKIPPED,
    /** Certainly not sent; may be tried again. */
    FAILED,
    /** Refused by the provider, and would be again as it is. */
    REJECTED,
    SENDING,
    /** Perhaps sent: a process or connection was lost while it was being handed over. It is not tried again. */
    UNKNOWN,
    SENT,
    /** Accepted by the provider, which then could not deliver it. It is not tried again. */
    UNDELIVERED,
    DELIVERED,
    READ
  }

  /**
   * @param state SENT, UNKNOWN, HELD, SKIPPED or REJECTED, or what webhooks have told since
   * @param reason why it is skipped, held or rejected, in words
   * @param code the provider's own, of a refusal
   * @param forAll whether the refusal is one that every message sent alike would meet
   * @param until of HELD
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Delivered(UUID deliveryId, DeliveryState state, @Nullable String reason, @Nullable String code,
      boolean forAll, @Nullable Instant until) {}

  /**
   * Sends one mail; made to be stored on {@link #EMAIL_QUEUE}. Idempotent by key: a replay answers what became of the
   * first. Fails with PROVIDER_FAILED (certainly not sent, may be tried again), UNPROCESSABLE (the mail server refuses
   * it for good), NOT_CONFIGURED (there is no mail server), UNAVAILABLE (it is being sent at this moment), INVALID
   * (unknown template, or something that it needs is not given).
   */
  public static final Request<SendEmail, Delivered> SEND_EMAIL =
      Request.of("notification.email.send", SendEmail.class, Delivered.class, Duration.ofSeconds(50));

  public static final String EMAIL_QUEUE = "emailQueue";

  /**
   * @param template a name in {@code templates/email}
   * @param data what the template's places are filled with; as text, whatever it contains
   * @param key names this one mail within the tenant, at most 200 characters
   * @param category null: it is about the account, and critical
   * @param userId whose preferences count; null: nobody's
   * @param invitation that the mail brings for calendars; null: none
   * @param actions that the mail offers to the user; null: none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SendEmail(String to, String template, @Nullable Map<String, String> data,
      @Size(max = 200) String key, @Nullable Category category, @Nullable UUID userId,
      @Nullable Invitation invitation, @Nullable @Size(max = 5) List<MailAction> actions) {
    public SendEmail {
      data = data == null ? Map.of() : Map.copyOf(data);
      actions = actions == null ? null : List.copyOf(actions);
    }

    public SendEmail(String to, String template, Map<String, String> data, String key) {
      this(to, template, data, key, null, null, null, null);
    }

    /** Without the data, which may hold a code. */
    @Override
    public String toString() {
      return "SendEmail[" + template + ", " + key + "]";
    }
  }

  /**
   * Sends one WhatsApp template message, through Meta, and through AiSensy where Meta cannot; may be stored on
   * {@link #WHATSAPP_QUEUE}. Idempotent by key, as {@link #SEND_EMAIL}; only what was certainly not sent is sent by a
   * later request with the same key. Fails with PROVIDER_FAILED or TOO_MANY_REQUESTS (certainly not sent, may be tried
   * again, with a time), UNAVAILABLE (it is being sent at this moment), NOT_CONFIGURED, INVALID.
   */
  public static final Request<SendWhatsApp, Delivered> SEND_WHATSAPP =
      Request.of("notification.whatsapp.send", SendWhatsApp.class, Delivered.class, Duration.ofSeconds(50));

  public static final String WHATSAPP_QUEUE = "whatsappQueue";

  /**
   * @param phone as typed; without a country's code it is of the default region, so that domains write +6591234567. A
   *     number that could be several is skipped (phone_unclear)
   * @param template as the provider knows it; {@code language} such as en
   * @param parameters of the body, in order
   * @param button the end of the address behind the first button, or null where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SendWhatsApp(String phone, @Nullable UUID userId, @Nullable Category category, String template,
      String language, @Nullable @Size(max = 20) List<String> parameters, @Nullable String button,
      @Size(max = 200) String key) {
    public SendWhatsApp {
      parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }

    /** Without what is personal. */
    @Override
    public String toString() {
      return "SendWhatsApp[" + template + ", " + key + "]";
    }
  }

  /** Returns who may be written to at this moment, in the order asked; sends nothing. At most 1,000 at once. */
  public static final Request<CheckWhatsApp, Checked> CHECK_WHATSAPP =
      Request.of("notification.whatsapp.check", CheckWhatsApp.class, Checked.class, QUICK);

  public record CheckWhatsApp(Category category, @Size(max = 1000) List<Addressee> addressees) {}

  /** @param userId may be null */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Addressee(@Nullable String phone, @Nullable UUID userId) {}

  public record Checked(List<Verdict> verdicts) {}

  /**
   * @param reason null: yes; else no_phone, phone_unclear (it could be several numbers), opted_out, switched_off,
   *     attention_budget, or quiet_hours until then
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdict(@Nullable String reason, @Nullable Instant until) {}

  /** Categories that a person can switch off; all but ACCOUNT, which is critical. */
  public enum Category implements Word {
    ACCOUNT, COURSE, ACHIEVEMENT, REMINDER, STANDING, ANNOUNCEMENT;

    public boolean isCritical() {
      return this == ACCOUNT;
    }
  }

  public enum Channel implements Word { IN_APP, EMAIL, WHATSAPP }

  // --- a person's wishes -------------------------------------------------------------------------------------------

  public static final Request<GetPreferences, Preferences> GET_PREFERENCES =
      Request.of("notification.preferences.get", GetPreferences.class, Preferences.class, QUICK);

  public record GetPreferences() {}

  /** @param quietFrom HH:MM in the zone; equal to {@code quietTo}: no quiet hours */
  public record Preferences(String zone, String quietFrom, String quietTo, List<Choice> categories) {}

  /** Channels on which a category may come. As a change, null leaves it as it is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Choice(Category category, @Nullable Boolean inApp, @Nullable Boolean email,
      @Nullable Boolean whatsapp) {}

  /** Fails with INVALID for an unknown zone, or when something critical is refused. */
  public static final Request<ChangePreferences, Preferences> CHANGE_PREFERENCES =
      Request.of("notification.preferences.change", ChangePreferences.class, Preferences.class, QUICK);

  /** Cleared, the zone and the quiet hours are those of who has set none. */
  public record ChangePreferences(Change<@Nullable @Size(min = 1, max = 60) String> zone,
      Change<@Nullable @Pattern(regexp = TIME_OF_DAY) String> quietFrom,
      Change<@Nullable @Pattern(regexp = TIME_OF_DAY) String> quietTo,
      Change<@Size(max = 20) List<Choice>> categories) {}

  // --- administration ----------------------------------------------------------------------------------------------

  /** The log of what went out, newest first. */
  public static final Request<ListDeliveries, Page<Delivery>> LIST_DELIVERIES =
      Request.list("notification.delivery.list", ListDeliveries.class, Delivery.class, QUICK);

  /** @param recipient an e-mail address or a phone number */
  public record ListDeliveries(@Nullable @OneOf({"email", "whatsapp"}) Channel channel, @Nullable DeliveryState state,
      @Nullable @Size(min = 3, max = 254) String recipient, @Nullable @Size(min = 1, max = 200) String key,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Delivery(UUID id, String key, @OneOf({"email", "whatsapp"}) Channel channel,
      @OneOf({"account", "course", "achievement", "reminder", "standing", "announcement"}) String category,
      @Nullable UUID userId, String recipient, String template, DeliveryState state, @Nullable String reason,
      @Nullable Instant dueAt, @Nullable @OneOf({"smtp", "meta", "aisensy"}) String provider,
      @Nullable String messageId, @Nullable String errorCode, @Nullable String error, int attempts, Instant createdAt,
      Instant updatedAt) {}

  public static final Request<GetOptOut, OptOut> GET_OPT_OUT =
      Request.of("notification.optout.get", GetOptOut.class, OptOut.class, QUICK);

  public record GetOptOut(@Size(min = 5, max = 60) String phone) {}

  /** Sets the opt-out of a phone, on all tenants: there is one WhatsApp number. */
  public static final Request<SetOptOut, OptOut> SET_OPT_OUT =
      Request.of("notification.optout.set", SetOptOut.class, OptOut.class, QUICK);

  public record SetOptOut(@Size(min = 5, max = 60) String phone, boolean optedOut) {}

  /**
   * @param phone digits with the country's code
   * @param source inbound (the person wrote) or admin, which are of everything; preference (chosen in WhatsApp's menu)
   *     or refused (Meta told so when it refused a message), which leave what is critical; null when nobody ever said
   *     anything
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OptOut(String phone, boolean optedOut,
      @Nullable @OneOf({"inbound", "admin", "preference", "refused"}) String source, @Nullable Instant changedAt) {}

  // --- Meta's webhook ----------------------------------------------------------------------------------------------

  /** Fails with FORBIDDEN when the token is not ours. */
  public static final Request<VerifyWebhook, Challenge> VERIFY_WEBHOOK =
      Request.of("notification.webhook.verify", VerifyWebhook.class, Challenge.class, QUICK);

  public record VerifyWebhook(@JsonProperty("hub.mode") @Size(max = 20) String mode,
      @JsonProperty("hub.verify_token") @Size(max = 200) String token,
      @JsonProperty("hub.challenge") @Size(max = 200) String challenge) {}

  public record Challenge(String challenge) {}

  /**
   * News of messages, and messages to us. Idempotent, and in any order. Fails with FORBIDDEN when the signature is not
   * of these bytes.
   */
  public static final Request<ReceiveWebhook, Received> RECEIVE_WEBHOOK =
      Request.of("notification.webhook.receive", ReceiveWebhook.class, Received.class, Duration.ofSeconds(10));

  /** @param body the bytes as they came, in base64 */
  public record ReceiveWebhook(@Nullable @Size(max = 100) String signature, String body) {}

  /** @param statuses and {@code messages} that were new */
  public record Received(int statuses, int messages) {}

  /** Deletes what is older than it need be, of all tenants. */
  public static final Request<Purge, Purged> PURGE =
      Request.of("notification.old.purge", Purge.class, Purged.class, Duration.ofMinutes(2));

  public record Purge() {}

  public record Purged(long items, long deliveries, long news) {}
}
