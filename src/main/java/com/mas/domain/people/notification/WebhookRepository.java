package com.mas.domain.people.notification;

import static com.mas.domain.people.notification.DeliveryRepository.ORDER;

import com.mas.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stores what a webhook told, with one statement for a whole call. */
final class WebhookRepository {
  /**
   * Each piece of news is kept once; the states are folded from all of them, also from those that came before. Rows are
   * inserted and locked in one order, so that two calls about the same messages never wait for each other in a ring.
   */
  private static final String STATUSES = """
      WITH told AS (
        SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[])
          AS t (message_id, status, delivery_id, at, code, error)
      ), fresh AS (
        INSERT INTO notification.statuses (message_id, status, delivery_id, at, error_code, error, received_at)
        SELECT message_id, status, delivery_id, at, code, error, $7 FROM told ORDER BY message_id, status
        ON CONFLICT DO NOTHING RETURNING message_id
      ), meant AS (
        SELECT coalesce((SELECT id FROM notification.deliveries WHERE id = t.delivery_id),
            (SELECT id FROM notification.deliveries WHERE message_id = t.message_id LIMIT 1)) AS id, t.message_id,
          array_position(%1$s, CASE t.status WHEN 'failed' THEN 'undelivered' ELSE t.status END) AS place,
          t.code, t.error
        FROM told t
      ), news AS (
        SELECT id, max(message_id) AS message_id, max(place) AS place, max(code) AS code, max(error) AS error
        FROM meant WHERE id IS NOT NULL GROUP BY id
      ), locked AS (
        SELECT d.id FROM notification.deliveries d WHERE d.id IN (SELECT id FROM news) ORDER BY d.id FOR UPDATE
      ), folded AS (
        UPDATE notification.deliveries d SET state = (%1$s)[n.place], message_id = coalesce(d.message_id, n.message_id),
          error_code = CASE WHEN (%1$s)[n.place] = 'undelivered' THEN n.code END,
          error = CASE WHEN (%1$s)[n.place] = 'undelivered' THEN n.error END, updated_at = $7
        FROM news n JOIN locked l ON l.id = n.id
        WHERE d.id = n.id AND n.place > array_position(%1$s, d.state)
      )
      SELECT count(*)::int FROM fresh""".formatted(ORDER);

  private static final String MESSAGES = """
      WITH fresh AS (
        INSERT INTO notification.inbound (message_id, phone, meaning, at, received_at)
        SELECT message_id, phone, meaning, at, $5
        FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS m (message_id, phone, meaning, at)
        ORDER BY message_id
        ON CONFLICT DO NOTHING RETURNING message_id
      )
      SELECT count(*)::int FROM fresh""";

  private static final String RECIPIENTS = """
      SELECT t.message_id, d.recipient FROM unnest($1::text[], $2::uuid[]) AS t (message_id, delivery_id)
        JOIN notification.deliveries d ON d.id = t.delivery_id OR d.message_id = t.message_id
      WHERE d.channel = 'whatsapp'""";

  /**
   * @param status sent, delivered, read or failed; {@code deliveryId} null when it does not say
   * @param phone whom it went to, in digits with the country's code, or null
   */
  record Status(String messageId, String status, UUID deliveryId, Instant at, String code, String error,
      String phone) {}

  /** @param phone in digits with the country's code */
  record Message(String messageId, String phone, OptOutRules.Meaning meaning, OptOutRules.Source source, Instant at) {}

  /** @return how many were new */
  int statuses(Tx tx, List<Status> told, Instant now) {
    return tx.query(STATUSES, told.stream().map(Status::messageId).toArray(String[]::new),
        told.stream().map(Status::status).toArray(String[]::new),
        told.stream().map(Status::deliveryId).toArray(UUID[]::new),
        told.stream().map(Status::at).toArray(Instant[]::new),
        told.stream().map(Status::code).toArray(String[]::new),
        told.stream().map(Status::error).toArray(String[]::new), now).iterator().next().getInteger(0);
  }

  /** @return how many were new */
  int messages(Tx tx, List<Message> said, Instant now) {
    return tx.query(MESSAGES, said.stream().map(Message::messageId).toArray(String[]::new),
        said.stream().map(Message::phone).toArray(String[]::new),
        said.stream().map(Message::meaning).toList(),
        said.stream().map(Message::at).toArray(Instant[]::new), now)
        .iterator().next().getInteger(0);
  }

  /** Returns the phones, in digits, that those of these messages went to which are ours; by message id. */
  Map<String, String> recipients(Tx tx, List<Status> told) {
    Map<String, String> phones = new HashMap<>();
    tx.query(RECIPIENTS, told.stream().map(Status::messageId).toArray(String[]::new),
        told.stream().map(Status::deliveryId).toArray(UUID[]::new))
        .forEach(row -> phones.put(row.getString(0), row.getString(1)));
    return phones;
  }
}
