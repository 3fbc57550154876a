package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.people.notification.EmailTemplate.Offer;
import com.mas.module.SettingsReader;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationModuleTest {
  private static SettingsReader reader(String name, String value) {
    return SettingsReader.of(Path.of("conf/application.yaml"), Map.of(name, value));
  }

  @Test
  void theSenderOfMailIsKeptAsItIsWritten() {
    for (String sender : new String[] {"no-reply@school.example", "My School <no-reply@school.example>",
        "\"School, My\" <no-reply@school.example>", "<no-reply@school.example>", "स्कूल <a@school.example>",
        "\"A <B>\" <a@school.example>"}) {
      assertEquals(sender, NotificationModule.mail(reader("MAIL_FROM", sender)).from());
    }
  }

  @Test
  void quietHoursAreAtNightUnlessItIsSaidWhen() {
    assertEquals(LocalTime.of(21, 0), NotificationModule.quiet(reader("QUIET_HOURS", "usual")).from());
    assertEquals(LocalTime.of(8, 0), NotificationModule.quiet(reader("QUIET_HOURS", "usual")).to());
    assertEquals(LocalTime.of(22, 30), NotificationModule.quiet(reader("QUIET_HOURS", "22:30-06:15")).from());
    var none = NotificationModule.quiet(reader("QUIET_HOURS", "none"));
    assertEquals(none.from(), none.to());
  }

  @Test
  void thePublicAddressIsKeptWithoutItsSlashAndNothingElseIsTaken() {
    assertEquals("https://learn.example", NotificationModule.publicUrl(reader("PUBLIC_URL", "https://learn.example/")));
    assertEquals("https://x.example/school",
        NotificationModule.publicUrl(reader("PUBLIC_URL", "https://x.example/school//")));
  }

  @Test
  void aMailEndsWithItsLinkWhereThePublicAddressIsKnown() {
    for (String template : new String[] {"notice", "account_created"}) {
      Map<String, String> data = Map.of("name", "Asha", "email", "asha@x.example", "title", "Booked",
          "text", "At nine.",
          "link", "/console/meeting/?id=7&a=\"");
      EmailTemplate linked = EmailTemplate.load(template).filled(data, "https://learn.example", List.of());
      assertTrue(linked.text().endsWith("\nhttps://learn.example/console/meeting/?id=7&a=\"\n"), linked.text());
      assertTrue(linked.html().contains("href=\"https://learn.example/console/meeting/?id=7&amp;a=&quot;\""),
          linked.html());
      EmailTemplate without = EmailTemplate.load(template).filled(data, "", List.of());
      assertFalse(without.html().contains("href") || without.html().contains("{{") || without.text().contains("://"));
    }
    EmailTemplate code = EmailTemplate.load("login_code").filled(Map.of("name", "A", "code", "1", "minutes", "10"),
        "https://learn.example", List.of());
    assertFalse(code.html().contains("href") || code.html().contains("{{"), "a code is typed where it was asked for");
  }

  @Test
  void whatAMailOffersStandsBeforeItsLink() {
    EmailTemplate mail = EmailTemplate.load("notice").filled(
        Map.of("title", "Requested", "text", "At nine.", "link", "/console/"), "https://learn.example",
        List.of(new Offer("Approve", "https://learn.example/booking#token=a&b"),
            new Offer("Decline <", "https://learn.example/booking#token=c")));
    assertTrue(mail.text().endsWith("""
        Approve:
        https://learn.example/booking#token=a&b

        Decline <:
        https://learn.example/booking#token=c

        https://learn.example/console/
        """), mail.text());
    assertTrue(mail.html().contains("href=\"https://learn.example/booking#token=a&amp;b\""), mail.html());
    assertTrue(mail.html().contains(">Decline &lt;</a>") && !mail.html().contains("{{"), mail.html());
  }
}
