package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.module.SettingsReader;
import java.nio.file.Path;
import java.time.LocalTime;
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
}
