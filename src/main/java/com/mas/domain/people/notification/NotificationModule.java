package com.mas.domain.people.notification;

import com.mas.db.Table;
import com.mas.db.View;
import com.mas.domain.people.notification.NotificationVerticle.Mail;
import com.mas.domain.people.notification.NotificationVerticle.QuietHours;
import com.mas.domain.people.notification.NotificationVerticle.WhatsApp;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.sandbox.mail.MailSimulator;
import com.mas.sandbox.whatsapp.AiSensySimulator;
import com.mas.sandbox.whatsapp.WhatsAppSimulator;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Declares what people are told, and by which channel. */
public final class NotificationModule extends DomainModule {
  private static final Duration MAIL_PATIENCE = Duration.ofSeconds(20);
  private static final Duration WHATSAPP_PATIENCE = Duration.ofSeconds(10);
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  private static final String PURGED = "notification.old.purge, each day";
  private static final String USUAL_QUIET = "21:00-08:00";

  private final View people;

  /**
   * @param people has {@code id, tenant, email, phone, full_name} of those who may be told something. Whoever publishes
   *     it sends mails by this domain, which therefore does not know it.
   */
  public NotificationModule(View people) {
    super("notification", NotificationContract.class);
    page(ConsolePage.of(91, "account", "notifications", "bell", "Notifications",
        "Your news, newest first", "user"));
    page(ConsolePage.of(53, "manage", "deliveries", "mail", "Messages",
        "E-mails and WhatsApp messages that were sent, and opt-outs", "role:ADMIN"));
    tables(
        Table.of("notification.items").person("user_id").mentions("key", "title", "body", "link")
            .removed(PURGED),
        Table.of("notification.deliveries").person("user_id").email("recipient").phone("recipient").nobody("person")
            .mentions("key", "error").removed(PURGED),
        Table.of("notification.attempts").partOf("notification.deliveries", "delivery_id").mentions("error")
            .goesWith("notification.deliveries"),
        Table.of("notification.statuses").partOf("notification.deliveries", "delivery_id").removed(PURGED),
        Table.of("notification.inbound").phone("phone").removed(PURGED),
        Table.of("notification.phone_choices").phone("phone").never("an opt-out holds until it is taken back"),
        Table.of("notification.preferences").person("user_id").never("wishes hold until they are changed"));
    sight("Mail sent", "mail/sandbox/messages");
    provider("mail", stage -> new MailSimulator(stage.vertx(), stage.clock(), stage.host()), "SMTP_HOST", "SMTP_PORT",
        "SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS");
    provider("whatsapp", stage -> new WhatsAppSimulator(stage.vertx(), stage.clock()), "WHATSAPP_BASE_URL",
        "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "QUIET_HOURS");
    provider("aisensy", stage -> new AiSensySimulator(stage.made(WhatsAppSimulator.class)), "AISENSY_BASE_URL",
        "AISENSY_API_KEY");
    schedule(Schedule.every(Duration.ofDays(1), "notification-purge", "cleanupQueue", NotificationContract.PURGE,
        new NotificationContract.Purge()));
    this.people = people;
  }

  @Override
  public Plan plan(SettingsReader from) {
    Mail mail = mail(from);
    WhatsApp whatsapp = whatsapp(from);
    QuietHours quiet = quiet(from);
    int perDay = from.number("ATTENTION_PER_DAY", 1, 100);
    String publicUrl = publicUrl(from);
    return (parts, capacity) -> new NotificationVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.ids(), new NotificationVerticle.Config(mail, whatsapp, quiet, perDay, parts.installation().phones(),
            publicUrl, parts.vault()),
        people, parts::outbound);
  }

  /** Returns it without a slash at its end; on a laptop, where nothing is set, this server's own address. */
  static String publicUrl(SettingsReader from) {
    String url = from.text("PUBLIC_URL").strip().replaceAll("/+$", "");
    from.require(url.isEmpty() || url.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?"),
        "PUBLIC_URL must be an address such as https://learn.example, not \"" + url + "\"");
    String port = from.text("PORT");
    return !url.isEmpty() || from.isProduction() || port.equals("0") ? url : "http://127.0.0.1:" + port;
  }

  static Mail mail(SettingsReader from) {
    Mail mail = new Mail(from.text("SMTP_HOST"), from.number("SMTP_PORT", 1, 65535), from.text("SMTP_USER"),
        from.text("SMTP_PASSWORD"), from.text("SMTP_TLS"), from.text("MAIL_FROM"), MAIL_PATIENCE);
    from.require(List.of("required", "optional", "off").contains(mail.tls()),
        "SMTP_TLS must be required, optional or off");
    from.require(Mail.isSender(mail.from()), "MAIL_FROM must be one address, such as "
        + "no-reply@school.example, or a name with it: My School <no-reply@school.example>; not \"" + mail.from()
        + "\"");
    return mail;
  }

  private static WhatsApp whatsapp(SettingsReader from) {
    WhatsApp whatsapp = new WhatsApp(from.url("WHATSAPP_BASE_URL", "http", "https"), from.text("WHATSAPP_API_VERSION"),
        from.text("WHATSAPP_PHONE_NUMBER_ID"), from.text("WHATSAPP_TOKEN"), from.text("WHATSAPP_APP_SECRET"),
        from.text("WHATSAPP_VERIFY_TOKEN"), from.url("AISENSY_BASE_URL", "http", "https"),
        from.text("AISENSY_API_KEY"), fallbackCodes(from), WHATSAPP_PATIENCE);
    from.require(whatsapp.phoneNumberId().isEmpty() == whatsapp.token().isEmpty(),
        "WHATSAPP_PHONE_NUMBER_ID and WHATSAPP_TOKEN must be set both or not at all");
    from.require(!from.isProduction() || whatsapp.phoneNumberId().isEmpty() || !whatsapp.appSecret().isEmpty(),
        "WHATSAPP_APP_SECRET must be set in production: it tells Meta's webhooks from others");
    return whatsapp;
  }

  private static Set<Integer> fallbackCodes(SettingsReader from) {
    List<String> words = from.list("WHATSAPP_FALLBACK_CODES");
    boolean right = words.stream().allMatch(word -> word.equals("unreachable") || word.matches("\\d{1,6}"));
    from.require(right, "WHATSAPP_FALLBACK_CODES must be a comma list of Meta's error codes, or unreachable");
    return right ? words.stream().map(word -> word.equals("unreachable") ? -1 : Integer.valueOf(word))
        .collect(Collectors.toUnmodifiableSet()) : Set.of();
  }

  static QuietHours quiet(SettingsReader from) {
    String text = from.text("QUIET_HOURS");
    String hours = text.equals("usual") ? USUAL_QUIET : text;
    boolean right = hours.equals("none") || hours.matches("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d");
    from.require(right, "QUIET_HOURS must be usual, none, or hours such as 21:00-08:00");
    return !right || hours.equals("none") ? new QuietHours(INDIA, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)
        : new QuietHours(INDIA, LocalTime.parse(hours.substring(0, 5)), LocalTime.parse(hours.substring(6)));
  }
}
