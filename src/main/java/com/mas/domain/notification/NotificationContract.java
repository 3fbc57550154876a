package com.mas.domain.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.bus.Event;
import com.mas.bus.Page;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What can be asked of the notification domain. Whoever has something to tell a person stores {@link #NOTIFY} in the
 * transaction that causes it, on {@link #QUEUE}:
 * {@code jobs.store(tx, NOTIFY, Notify.user(…), JobOptions.on(QUEUE).because(call))}, or many by {@code storeAll}.
 */
public final class NotificationContract {
  /** Where {@link #NOTIFY} is stored. */
  public static final String QUEUE = "notificationQueue";
  private static final Duration QUICK = Duration.ofSeconds(5);

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
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Notify(String template, UUID userId, String email, String phone, Map<String, String> variables,
      String key) {
    public Notify {
      variables = variables == null ? Map.of() : Map.copyOf(variables);
    }

    public static Notify user(UUID userId, String template, Map<String, String> variables, String key) {
      return new Notify(template, userId, null, null, variables, key);
    }

    /** Without what may be personal. */
    @Override
    public String toString() {
      return "Notify[" + template + ", " + key + "]";
    }
  }

  /** @param itemId in the product, or null when the person is not told there */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Notified(UUID itemId) {}

  // --- a person's own notifications --------------------------------------------------------------------------------

  /** @param readAt null while unread */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(UUID id, String template, String category, String title, String body, String link,
      Instant createdAt, Instant readAt) {}

  /** The caller's, newest first. */
  public static final Request<ListItems, Page<Item>> LIST_ITEMS =
      Request.of("notification.item.list", ListItems.class, Page.type(), QUICK);

  /** @param limit 1 to 100, 20 by default */
  public record ListItems(Boolean unread, Integer limit, Long offset) {}

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

  /** Somebody has a new notification; for live screens. */
  public static final Event<ItemCreated> ITEM_CREATED = Event.of("notification.item.created", ItemCreated.class);

  /** @param unread how many the person has now, this one included */
  public record ItemCreated(String tenant, UUID userId, Item item, long unread) {}

  // --- e-mail ------------------------------------------------------------------------------------------------------

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

  public static final List<Request<?, ?>> REQUESTS =
      List.of(NOTIFY, LIST_ITEMS, COUNT_UNREAD, READ_ITEM, READ_ALL, SEND_EMAIL);
  public static final List<Event<?>> EVENTS = List.of(ITEM_CREATED);
}
