package com.mas.domain.engagement.risk;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.domain.ai.model.ModelModule;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.sandbox.model.ModelSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestInstallation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Risk on a database of its own, filled behind the other domains' backs, beside the sandbox's language model. */
final class RiskWorld extends House {
  static final String TENANT = "mas";
  final Sandbox sandbox;

  /** @param withModel whether there is a key for the language model */
  RiskWorld(boolean withModel) {
    super("2026-03-10T12:00:00+05:30");
    sandbox = new Sandbox(vertx, clock);
    Parts parts = new Parts(vertx, bus, db, null, TestInstallation.PLAIN, Map.of());
    deploy(new ModelModule().plan(SettingsReader.of(Path.of("conf", "application.yaml"), Map.of(
        "GROQ_BASE_URL", sandbox.url("llm"), "GROQ_API_KEY", withModel ? ModelSimulator.KEY : "")))
        .verticle(parts, new Capacity("model", 1, 100)));
    deploy(new RiskVerticle(bus, new Capacity("risk", 1, 100), db, parts.jobs(), parts.ids(),
        Path.of("conf", "rules", "risk.yaml")));
  }

  UUID batch(UUID lead) {
    UUID id = UUID.randomUUID();
    execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, batch_lead_id, created_at, updated_at)
        VALUES ('%s', 'mas', 'B%s', 'A batch', 'active', '2026-01-05', '%s', now(), now())
        """.formatted(id, id.toString().substring(0, 8), lead));
    return id;
  }

  /** Makes a student with an account that signed in today and everything settled. */
  UUID student(UUID batch, String cameAt) {
    UUID id = UUID.randomUUID();
    execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, last_login_at, created_at,
          updated_at)
        VALUES ('%1$s', 'mas', '%1$s@learner.example', 'Student %1$s', 'USER', '%3$s', '2026-03-10T06:00:00Z', '%3$s',
          '%3$s');
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at, enrolled_at)
        VALUES (gen_random_uuid(), 'mas', '%2$s', '%1$s', 'enrolled', true, true, true, '%3$s', '%3$s', '%3$s')
        """.formatted(id, batch, cameAt));
    return id;
  }

  UUID student(UUID batch) {
    return student(batch, "2026-01-05T00:00:00Z");
  }

  void acts(UUID student, int times, String when) {
    execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT '%s', 'test_taken', '%3$s' || n, 50, 50, '{}', '%3$s', true, '%3$s' FROM generate_series(1, %2$d) n
        """.formatted(student, times, when));
  }

  /** Puts one thing into the ledger that counts as work: a test with its score, or an assignment (null). */
  void works(UUID student, String source, Integer score, String when) {
    execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at, score)
        VALUES ('%s', '%s', '%s', 50, 50, '{}', '%s', true, '%4$s', %s)
        """.formatted(student, score == null ? "assignment_submitted" : "test_taken", source, when, score));
  }

  void leaves(UUID student, String from, String to) {
    execute("""
        INSERT INTO gamification.leaves (id, tenant, user_id, starts_on, ends_on, reason, state, requested_at)
        VALUES (gen_random_uuid(), 'mas', '%s', '%s', '%s', 'Ill', 'approved', now())
        """.formatted(student, from, to));
  }

  /** Makes each day a holiday, both ends included. */
  void holidays(String from, String to) {
    execute("""
        INSERT INTO gamification.holidays (tenant, day, name, created_at)
        SELECT 'mas', d, 'Holiday', now() FROM generate_series(date '%s', date '%s', interval '1 day') d
        """.formatted(from, to));
  }

  /** Says that the student was at none of the sessions of these days. */
  void misses(UUID student, UUID batch, String from, String to) {
    execute("""
        INSERT INTO education.attendance (batch_id, session_on, user_id, state, source, marked_at)
        SELECT '%s', d, '%s', 'absent', 'manual', now() FROM generate_series(date '%s', date '%s', interval '1 day') d
        """.formatted(batch, student, from, to));
  }

  void lastSeen(UUID student, String when) {
    execute("UPDATE identity.users SET last_login_at = '%s' WHERE id = '%s'".formatted(when, student));
  }

  void follows(UUID batch, String course) {
    execute("""
        INSERT INTO education.batch_courses (id, batch_id, provider, external_course_id, sequence, created_at)
        VALUES (gen_random_uuid(), '%s', 'mrlearn', '%s', 1, now())
        """.formatted(batch, course));
  }

  void learns(UUID student, String course, int percent) {
    execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', '%2$s', '%1$s', 'org-%1$s@learner.example', '%1$s@learner.example', %3$d, 0,
          %3$d = 100, now(), now())
        """.formatted(student, course, percent));
  }

  void warn(UUID student, int times) {
    execute("""
        INSERT INTO standing.warnings (id, tenant, student_id, type, severity, description, active, escalated,
          created_at)
        SELECT gen_random_uuid(), 'mas', '%s', 'behavior', 'low', 'x', true, false, now() FROM generate_series(1, %d)
        """.formatted(student, times));
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Principal.Role.EXPERT, Set.of("batch_lead"), ofTenant);
  }

  <Q> void refused(Failure expected, UUID lead, String ofTenant, Request<Q, ?> request, Q body) {
    refused(expected, send(ofTenant, lead, request, body));
  }
}
