package com.mas.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.mas.phone.PhoneRules;
import com.mas.testkit.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Numbers that were stored before there was one form of them: what can be known is kept, and nothing is guessed. */
class PhoneFormsIT {
  private static final String BEFORE = "0184?"; // or the last before it

  @Test
  void storedNumbersKeepTheirCountryAndNoForeignOneBecomesIndian() throws SQLException {
    try (TestDatabase database = TestDatabase.createEmpty()) {
      migrate(database, BEFORE);
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        for (String phone : List.of("919820012345", "+919820012345", "+6591234567", "6591234567", "9820012345",
            "006591234567", "4915112345678", "09820012345")) {
          statement.execute("""
              INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, role, created_at,
                updated_at)
              VALUES (gen_random_uuid(), 't', '%1$s@x.example', '%1$s@x.example', 'A', '%1$s', 'USER', now(), now())
              """.formatted(phone));
        }
        statement.execute("""
            INSERT INTO notification.phone_choices (phone, opted_out, source, changed_at) VALUES
              ('919820012345', true, 'inbound', '2026-01-01Z'), ('4915112345678', true, 'inbound', '2026-01-01Z'),
              ('5215512345678', true, 'inbound', '2026-01-02Z'), ('525512345678', false, 'admin', '2026-01-01Z'),
              ('5511987654321', true, 'inbound', '2026-01-01Z'), ('551187654321', false, 'inbound', '2026-01-02Z'),
              ('5491123456789', true, 'inbound', '2026-01-01Z'), ('5511933334444', true, 'inbound', '2026-01-01Z')""");
      }
      migrate(database, "latest");
      Map<String, String> accounts = new TreeMap<>();
      Map<String, String> choices = new TreeMap<>();
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        read(statement, "SELECT split_part(email, '@', 1), phone FROM identity.users", accounts);
        read(statement, "SELECT phone, opted_out FROM notification.phone_choices", choices);
      }
      assertEquals(new TreeMap<>(Map.of("919820012345", "+919820012345", "+919820012345", "+919820012345",
          "+6591234567", "+6591234567", "6591234567", "6591234567", "9820012345", "9820012345",
          "006591234567", "+6591234567", "4915112345678", "4915112345678", "09820012345", "09820012345")), accounts);
      assertEquals(new TreeMap<>(Map.of("919820012345", "t", "4915112345678", "t", "525512345678", "t",
          "551187654321", "f", "541123456789", "t", "5511933334444", "t")), choices);
      choices.keySet().forEach(phone -> assertEquals(phone, PhoneRules.key(phone)));
    }
  }

  @Test
  void messagesAndOptOutsThatWereReadAsIndianAreRepairedOrSetAside() throws SQLException {
    try (TestDatabase database = TestDatabase.createEmpty()) {
      migrate(database, BEFORE);
      Map<String, String> waiting = new TreeMap<>(); // the number as it was left, and what becomes of it
      Map<String, String> choices = new TreeMap<>();
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        message(statement, "916591234567", "+65 9123 4567");
        message(statement, "916591234568", "+91 65912 34568");
        message(statement, "916591234569", "65912 34569");
        message(statement, "916591234570", null);
        message(statement, "916591234571", "916591234571");
        message(statement, "914520123456", "0045 20 12 34 56");
        message(statement, "919591234567", null);
        message(statement, "919591234568", "095912 34568");
        message(statement, "919820012345", null);
        message(statement, "971501234567", "+971 50 123 4567");
        message(statement, "971501234568", "971501234568");
        message(statement, "+916591234572", null);
        statement.execute("""
            INSERT INTO reminder.runs (id, tenant, status, triggered_by, total, started_at, advanced_at)
            VALUES ('00000000-0000-7000-8000-000000000001', 't', 'success', 'scheduled', 1, now(), now())""");
        statement.execute("""
            INSERT INTO reminder.logs (id, run_id, tenant, config_id, course_id, graphy_user_id, learner_id, template,
              period_until, created_at)
            SELECT l.id, '00000000-0000-7000-8000-000000000001', 't', gen_random_uuid(), 'c',
              l.graphy_user_id, l.id, 'x', now(), now()
            FROM mrlearn.learners l""");
        statement.execute("""
            INSERT INTO notification.phone_choices (phone, opted_out, source, changed_at) VALUES
              ('916591234567', true, 'inbound', '2026-01-01Z'), ('919820012345', true, 'inbound', '2026-01-01Z'),
              ('914520123456', false, 'inbound', '2026-01-01Z'), ('913545551234', true, 'admin', '2026-01-01Z'),
              ('916598887777', true, 'inbound', '2026-01-01Z'), ('6598887777', false, 'admin', '2026-01-02Z')""");
      }
      migrate(database, "latest");
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        read(statement, "SELECT unique_key, body->>'phone' FROM jobs.job", waiting);
        read(statement, "SELECT phone, opted_out FROM notification.phone_choices", choices);
      }
      Map<String, String> right = new TreeMap<>(Map.of("916591234567", "+6591234567", "916591234568", "+916591234568",
          "916591234569", "6591234569", "916591234570", "unclear 916591234570", "916591234571", "+916591234571",
          "914520123456", "+4520123456", "919591234567", "unclear 919591234567", "919591234568", "9591234568",
          "919820012345", "+919820012345", "971501234567", "+971501234567"));
      right.put("971501234568", "971501234568");
      right.put("+916591234572", "+916591234572");
      assertEquals(right, waiting);
      waiting.values().stream().filter(phone -> !phone.startsWith("+") && !phone.equals("9591234568"))
          .forEach(phone -> assertNull(PhoneRules.INDIA.international(phone), phone));
      assertEquals("+919591234568", PhoneRules.INDIA.international("9591234568"));
      assertEquals(new TreeMap<>(Map.of("916591234567", "t", "6591234567", "t", "919820012345", "t", "914520123456",
          "f", "913545551234", "t", "3545551234", "t", "916598887777", "t", "6598887777", "f")), choices);
    }
  }

  /** A message that waits, and what was written where its number came from: an account, or the learner's row. */
  private static void message(Statement statement, String phone, String typed) throws SQLException {
    boolean account = phone.hashCode() % 2 == 0;
    UUID id = UUID.randomUUID();
    if (typed != null) {
      statement.execute((account ? """
          INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, role, created_at, updated_at)
          VALUES ('%1$s', 't', '%1$s@x.example', '%1$s@x.example', 'A', '%2$s', 'USER', now(), now())""" : """
          INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, mobile, progress_percent,
            total_time_seconds, is_completed, created_at, updated_at)
          VALUES ('%1$s', 't', 'c', '%1$s', '%2$s', 0, 0, false, now(), now())""").formatted(id, typed));
    }
    statement.execute("""
        INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at, unique_key)
        VALUES (gen_random_uuid(), 'whatsappQueue', 'notification.whatsapp.send', jsonb_build_object('phone', '%1$s',
          %2$s), 'delayed', now(), now(), '%1$s')""".formatted(phone, account
        ? "'key', 'k', 'userId', '" + id + "'" : "'key', 'reminder:" + id + "'"));
  }

  /** The list of countries in the migration, beside the numbering plans. */
  @Test
  void everyForeignMobileOfTenDigitsIsKnownToTheMigration() throws SQLException {
    try (TestDatabase database = TestDatabase.createEmpty()) {
      migrate(database, BEFORE);
      Set<String> mobiles = new TreeSet<>();
      PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
      for (String region : plans.getSupportedRegions()) {
        PhoneNumber mobile = plans.getExampleNumberForType(region, PhoneNumberType.MOBILE);
        String digits = mobile == null ? "" : plans.format(mobile, PhoneNumberFormat.E164).substring(1);
        if (digits.length() == 10) {
          mobiles.add(digits);
        }
      }
      assertTrue(mobiles.size() > 20, mobiles::toString);
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        for (String mobile : mobiles) {
          statement.execute("INSERT INTO notification.phone_choices VALUES ('91" + mobile
              + "', true, 'inbound', now())");
        }
      }
      migrate(database, "latest");
      Map<String, String> choices = new TreeMap<>();
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        read(statement, "SELECT phone, opted_out FROM notification.phone_choices WHERE length(phone) = 10", choices);
      }
      assertEquals(mobiles, choices.keySet());
    }
  }

  private static void read(Statement statement, String select, Map<String, String> into) throws SQLException {
    try (ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        into.put(rows.getString(1), rows.getString(2));
      }
    }
  }

  private static void migrate(TestDatabase database, String target) {
    URI url = URI.create(database.url());
    String[] login = url.getUserInfo().split(":", 2);
    Flyway.configure().dataSource("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), login[0],
        login[1]).locations(Migrator.LOCATION).target(target).load().migrate();
  }
}
