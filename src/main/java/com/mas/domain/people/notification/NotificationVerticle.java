package com.mas.domain.people.notification;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.db.View;
import com.mas.domain.people.notification.NotificationRules.Quiet;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.phone.PhoneRules;
import com.mas.secrets.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notifications in the product, by mail and by WhatsApp. */
public final class NotificationVerticle extends DomainVerticle {
  /**
   * @param perDay messages that one person gets on one Indian day, on all channels; critical ones do not count
   * @param phones reads numbers that name no country
   * @param publicUrl under which people reach the console, without a slash at the end; empty: mails have no links
   * @param vault seals links that act; null: mails have none of these
   */
  public record Config(Mail mail, WhatsApp whatsapp, QuietHours quiet, int perDay, PhoneRules phones,
      String publicUrl, @Nullable Vault vault) {
    public Config(Mail mail, WhatsApp whatsapp, QuietHours quiet, int perDay) {
      this(mail, whatsapp, quiet, perDay, PhoneRules.INDIA, "", null);
    }
  }

  /**
   * @param host empty: mails fail as NOT_CONFIGURED
   * @param user empty: no login
   * @param tls required, optional or off; on port 465 TLS from the first byte, else STARTTLS
   * @param from an address, or a name with one: {@code My School <no-reply@school.example>}
   * @param patience how long the mail server may take until it is ready for one mail, and then for the mail; 1 to 20 s
   */
  public record Mail(String host, int port, String user, String password, String tls, String from,
      Duration patience) {
    /** Returns whether mails can come from this. */
    public static boolean isSender(String from) {
      return MailRules.sender(from).isPresent();
    }

    MailRules.Sender sender() {
      return MailRules.sender(from).orElseThrow(() -> new IllegalArgumentException("not a sender: " + from));
    }

    @Override
    public String toString() {
      return "Mail[" + host + ":" + port + "]";
    }
  }

  /**
   * @param phoneNumberId our number's id at Meta; empty: Meta is not asked
   * @param appSecret signs Meta's webhooks; empty: none is believed
   * @param verifyToken for the webhook's registration
   * @param aisensyKey empty: no fall-back
   * @param fallbackCodes Meta's refusals on which AiSensy is asked; -1 stands for "cannot be reached"
   * @param patience how long each of them may take for one message; at most 10 s
   */
  public record WhatsApp(String baseUrl, String version, String phoneNumberId, String token, String appSecret,
      String verifyToken, String aisensyBaseUrl, String aisensyKey, Set<Integer> fallbackCodes, Duration patience) {
    /** Names no provider: messages cannot be sent. */
    public static final WhatsApp NONE = new WhatsApp("http://127.0.0.1:1", "", "", "", "", "", "http://127.0.0.1:1", "",
        Set.of(), Duration.ofSeconds(1));

    public WhatsApp {
      fallbackCodes = Set.copyOf(fallbackCodes);
    }

    @Override
    public String toString() {
      return "WhatsApp[" + baseUrl + "]";
    }
  }

  /** Quiet hours of people who have not set their own; equal times: none. */
  public record QuietHours(ZoneId zone, LocalTime from, LocalTime to) {}

  private final Database db;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final Config config;
  private final View people;
  /** Gives the node's callers of providers; null: each has its own. */
  private final Function<HttpCaller.Config, HttpCaller> callers;

  /** Calls providers by callers of its own. */
  public NotificationVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Config config,
      View people) {
    this(bus, capacity, db, jobs, ids, config, people, null);
  }

  /** @param people has {@code id, tenant, email, phone, full_name} of those who may be told something */
  NotificationVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Config config, View people,
      Function<HttpCaller.Config, HttpCaller> callers) {
    super(bus, capacity);
    this.people = people;
    this.callers = callers;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.config = config;
  }

  @Override
  protected void open() {
    Mailer mailer = null;
    if (!config.mail.host.isEmpty()) {
      mailer = new Mailer(config.mail);
      vertx.deployVerticle(mailer).await();
    }
    Clock clock = bus().clock();
    Quiet quiet = new Quiet(config.quiet.zone, config.quiet.from, config.quiet.to);
    DeliveryService deliveries =
        new DeliveryService(db, new DeliveryRepository(db, quiet), config.phones, config.perDay, ids, clock);
    ChoiceRepository choices = new ChoiceRepository(db);
    InboxService inbox = new InboxService(new InboxRepository(db), bus());
    answer(NotificationContract.NOTIFY, new NotifyService(db, people, jobs, inbox, config, ids, clock)::notify);
    answer(NotificationContract.LIST_ITEMS, inbox::list);
    answer(NotificationContract.COUNT_UNREAD, inbox::count);
    answer(NotificationContract.READ_ITEM, inbox::read);
    answer(NotificationContract.READ_ALL, inbox::readAll);
    answer(NotificationContract.SEND_EMAIL, new EmailService(deliveries, jobs, mailer, config)::send);
    answer(NotificationContract.SEND_WHATSAPP, whatsapp(deliveries, choices)::send);
    answer(NotificationContract.CHECK_WHATSAPP, deliveries::check);
    WebhookService webhooks =
        new WebhookService(db, choices, config.whatsapp.appSecret, config.whatsapp.verifyToken, clock);
    answer(NotificationContract.VERIFY_WEBHOOK, webhooks::verify);
    answer(NotificationContract.RECEIVE_WEBHOOK, webhooks::receive);
    PreferenceService preferences =
        new PreferenceService(new PreferenceRepository(db), choices, config.phones, quiet, clock);
    answer(NotificationContract.GET_PREFERENCES, preferences::get);
    answer(NotificationContract.CHANGE_PREFERENCES, preferences::change);
    answer(NotificationContract.GET_OPT_OUT, preferences::optOut);
    answer(NotificationContract.SET_OPT_OUT, preferences::setOptOut);
    answer(NotificationContract.LIST_DELIVERIES, preferences::log);
    answer(NotificationContract.PURGE, preferences::purge);
  }

  private WhatsAppService whatsapp(DeliveryService deliveries, ChoiceRepository choices) {
    WhatsApp settings = config.whatsapp;
    return new WhatsAppService(deliveries, choices, config.phones, jobs, caller("WhatsApp", settings.baseUrl),
        caller("AiSensy", settings.aisensyBaseUrl), new WhatsAppService.Config(settings.version, settings.phoneNumberId,
            settings.token, settings.aisensyKey, settings.fallbackCodes),
        bus().clock());
  }

  private HttpCaller caller(String name, String baseUrl) {
    HttpCaller.Config provider = HttpCaller.Config.polite(name, baseUrl, config.whatsapp.patience);
    return callers == null ? new HttpCaller(vertx, bus().clock(), new Random(), provider) : callers.apply(provider);
  }
}
