package com.mas.domain.people.notification;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.notification.DeliveryService.Message;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.NotificationRules.Decision;
import com.mas.domain.people.notification.NotificationRules.Facts;
import com.mas.domain.people.notification.NotificationRules.Quiet;
import com.mas.phone.PhoneRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code notification.deliveries} and {@code .attempts}, on the way out. */
final class DeliveryRepository {
  /** States in the order of {@link DeliveryState}; the SQL of {@link NotificationRules#fold}. */
  static final String ORDER =
      "'{held,skipped,failed,rejected,sending,unknown,sent,undelivered,delivered,read}'::text[]";

  /** Lets two messages to one person count each other. Freed by the end of the transaction. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('attention ' || $1, 0))";

  private static final String LOOK = """
      SELECT d.id, d.state, d.reason, d.due_at, d.error_code, d.updated_at, p.zone, p.quiet_from, p.quiet_to,
        coalesce($5 = ANY (p.off), false) AS off,
        EXISTS (SELECT FROM notification.phone_choices c WHERE c.phone = $6 AND c.opted_out
          AND ($9 IS FALSE OR c.source IN ('inbound', 'admin'))) AS opted_out,
        (SELECT count(*)::int FROM notification.deliveries t
          WHERE t.tenant = $1 AND t.person = $7 AND t.day = $8 AND NOT t.critical) AS taken
      FROM (SELECT) one
        LEFT JOIN notification.deliveries d ON d.tenant = $1 AND d.key = $2 AND d.channel = $3
        LEFT JOIN notification.preferences p ON p.tenant = $1 AND p.user_id = $4""";

  private static final String LOOK_AT_MANY = """
      SELECT p.zone, p.quiet_from, p.quiet_to, coalesce($5 = ANY (p.off), false) AS off,
        EXISTS (SELECT FROM notification.phone_choices c WHERE c.phone = a.phone AND c.opted_out
          AND ($7 IS FALSE OR c.source IN ('inbound', 'admin'))) AS opted_out,
        (SELECT count(*)::int FROM notification.deliveries t
          WHERE t.tenant = $1 AND t.person = a.person AND t.day = $6 AND NOT t.critical) AS taken
      FROM unnest($2::text[], $3::uuid[], $4::text[]) WITH ORDINALITY AS a (phone, user_id, person, place)
        LEFT JOIN notification.preferences p ON p.tenant = $1 AND p.user_id = a.user_id
      ORDER BY a.place""";

  // takes it in hand: a new one, or one that certainly did not go out before
  private static final String BEGIN = """
      WITH begun AS (
        INSERT INTO notification.deliveries AS d (id, tenant, key, channel, category, critical, person, user_id,
          recipient, template, state, reason, due_at, provider, attempts, day, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
          CASE WHEN $11 = 'sending' THEN 1 ELSE 0 END, $15, $16, $16)
        ON CONFLICT (tenant, key, channel) DO UPDATE SET state = excluded.state, reason = excluded.reason,
          due_at = excluded.due_at, provider = excluded.provider, attempts = d.attempts + excluded.attempts,
          day = excluded.day, person = excluded.person, user_id = excluded.user_id, recipient = excluded.recipient,
          template = excluded.template, error_code = NULL, error = NULL, updated_at = excluded.updated_at
        WHERE d.state IN ('held', 'skipped', 'failed', 'rejected')
        RETURNING id
      ), tried AS (
        INSERT INTO notification.attempts (id, delivery_id, provider, state, begun_at)
        SELECT $17, id, $14, 'sending', $16 FROM begun WHERE $11 = 'sending'
      )
      SELECT id FROM begun""";

  private static final String NEXT = """
      WITH before AS (
        UPDATE notification.attempts SET state = 'refused', error_code = $3, error = $4, ended_at = $6 WHERE id = $2
      ), tried AS (
        INSERT INTO notification.attempts (id, delivery_id, provider, state, begun_at)
        VALUES ($7, $1, $5, 'sending', $6)
      )
      UPDATE notification.deliveries SET provider = $5, attempts = attempts + 1, updated_at = $6 WHERE id = $1""";

  // a webhook may have been quicker than the answer, and somebody may have given it up as unknown
  private static final String COMPLETE = """
      WITH tried AS (
        UPDATE notification.attempts SET state = $3, message_id = $5, error_code = $6, error = $7, ended_at = $8
        WHERE id = $2
      ), told AS (
        SELECT max(array_position(%1$s, CASE status WHEN 'failed' THEN 'undelivered' ELSE status END)) AS furthest
        FROM notification.statuses WHERE message_id = $5
      )
      UPDATE notification.deliveries d SET
        state = CASE WHEN d.state = 'sending' AND told.furthest IS NULL THEN $4
          ELSE (%1$s)[greatest(array_position(%1$s, d.state), array_position(%1$s, $4), told.furthest)] END,
        message_id = coalesce($5, d.message_id), error_code = $6, error = $7, updated_at = $8,
        day = CASE WHEN $4 IN ('failed', 'rejected') AND d.state = 'sending' THEN NULL ELSE d.day END
      FROM told WHERE d.id = $1""".formatted(ORDER);

  private static final String LOSE = """
      WITH tried AS (
        UPDATE notification.attempts SET state = 'unknown', error = 'the process that sent it was lost', ended_at = $3
        WHERE delivery_id = $1 AND state = 'sending'
      )
      UPDATE notification.deliveries SET state = 'unknown', error = 'the process that sent it was lost', updated_at = $3
      WHERE id = $1 AND state = 'sending' AND updated_at <= $2""";

  private static final LocalDate NO_DAY = null;

  private static final Rows<Look> LOOKS = Rows.of(Look.class);
  private static final Rows<Wished> WISHED = Rows.of(Wished.class);

  /** @param zone and the quiet hours: null where the product's count */
  private record Wished(boolean optedOut, boolean off, String zone, LocalTime quietFrom, LocalTime quietTo,
      int taken) {
    Facts facts(Quiet usual) {
      return new Facts(optedOut, off, new Quiet(zone == null ? usual.zone() : ZoneId.of(zone),
          quietFrom == null ? usual.from() : quietFrom, quietTo == null ? usual.to() : quietTo), taken);
    }
  }

  private record Look(UUID id, DeliveryState state, String reason, Instant dueAt, String errorCode, Instant updatedAt,
      Wished wished) {
    Known known(Quiet usual) {
      return new Known(id, state, reason, dueAt, errorCode, updatedAt, wished.facts(usual));
    }
  }

  /** @param id null when there is none yet */
  record Known(UUID id, DeliveryState state, String reason, Instant dueAt, String errorCode, Instant updatedAt,
      Facts facts) {}

  private final Database db;
  private final Quiet usual;

  /** @param usual quiet hours of who has set none */
  DeliveryRepository(Database db, Quiet usual) {
    this.db = db;
    this.usual = usual;
  }

  Known look(Tx tx, Message message, LocalDate day) {
    if (!message.category().isCritical()) {
      tx.send(LOCK, message.person());
    }
    return LOOKS.first(tx.query(LOOK, message.tenant(), message.key(), message.channel(), message.userId(),
        message.choice(), PhoneRules.key(message.recipient()), message.person(), day, message.category().isCritical()))
        .orElseThrow().known(usual);
  }

  /** @param addressees with their phones in digits, or null */
  List<Facts> look(String tenant, Category category, List<Addressee> addressees, LocalDate day) {
    String[] keys = addressees.stream().map(each -> PhoneRules.key(each.phone())).toArray(String[]::new);
    List<String> persons = addressees.stream().map(each -> DeliveryService.person(each.userId(), each.phone()))
        .toList();
    return WISHED.all(db.query(LOOK_AT_MANY, tenant, keys,
        addressees.stream().map(Addressee::userId).toArray(UUID[]::new), persons,
        category.wire() + ":" + Channel.WHATSAPP.wire(), day, category.isCritical())).stream()
        .map(wished -> wished.facts(usual)).toList();
  }

  /** Empty when somebody else has it in hand or has sent it. */
  Optional<UUID> begin(Tx tx, UUID id, UUID attempt, Message message, Decision decision, String provider, LocalDate day,
      Instant now) {
    DeliveryState state = switch (decision.action()) {
      case SEND -> DeliveryState.SENDING;
      case HOLD -> DeliveryState.HELD;
      case SKIP -> DeliveryState.SKIPPED;
    };
    boolean sends = state == DeliveryState.SENDING;
    return PageWindow.all(tx.query(BEGIN, id, message.tenant(), message.key(), message.channel(), message.category(),
        message.category().isCritical(), message.person(), message.userId(), message.recipient(), message.template(),
        state, decision.reason(), decision.until(), sends ? provider : null, sends ? day : NO_DAY, now, attempt),
        row -> row.getUUID("id")).stream().findFirst();
  }

  /** Another provider is asked, since the one before certainly did not send it. */
  void next(UUID id, UUID before, String code, String error, String provider, Instant now, UUID attempt) {
    db.write(NEXT, id, before, code, error, provider, now, attempt);
  }

  void complete(UUID id, UUID attempt, String outcome, DeliveryState state, String messageId, String code, String error,
      Instant now) {
    db.write(COMPLETE, id, attempt, outcome, state, messageId, code, error, now);
  }

  /** Marks the delivery as lost if it has been in hand since before {@code limit}, since its node has died. */
  void lose(UUID id, Instant limit, Instant now) {
    db.write(LOSE, id, limit, now);
  }
}
