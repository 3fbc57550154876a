package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.identity.LoginContract.Vouched;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code identity.outside_accounts}. */
final class OutsideAccountRepository {
  private static final String ADD = """
      INSERT INTO identity.outside_accounts (tenant, issuer, subject, user_id, email, linked_at, used_at)
      VALUES ($1, $2, $3, $4, $5, $6, $6)
      ON CONFLICT DO NOTHING""";

  private static final String USE = """
      UPDATE identity.outside_accounts SET email = $4, used_at = $5
      WHERE tenant = $1 AND issuer = $2 AND subject = $3
      RETURNING user_id, email, linked_at""";

  private static final String OF_USER =
      "SELECT user_id, email, linked_at FROM identity.outside_accounts WHERE user_id = $1";

  private static final String REMOVE = "DELETE FROM identity.outside_accounts WHERE user_id = $1";

  private static final Rows<Link> LINK = Rows.of(Link.class);

  private final Database db;

  OutsideAccountRepository(Database db) {
    this.db = db;
  }

  record Link(UUID userId, String email, Instant linkedAt) {}

  /** Returns whether it is linked now; false when either of the two is linked with another one. */
  boolean add(Tx tx, User user, Vouched vouched, Instant now) {
    return tx.query(ADD, user.tenant(), vouched.issuer(), vouched.subject(), user.id(), vouched.email(), now)
        .rowCount() == 1;
  }

  /** Notes that it was used; nothing when it is not linked. */
  Optional<Link> use(Tx tx, String tenant, Vouched vouched, Instant now) {
    return LINK.first(tx.query(USE, tenant, vouched.issuer(), vouched.subject(), vouched.email(), now));
  }

  Optional<Link> of(UUID user) {
    return LINK.first(db.query(OF_USER, user));
  }

  Optional<Link> of(Tx tx, UUID user) {
    return LINK.first(tx.query(OF_USER, user));
  }

  void remove(UUID user) {
    db.write(REMOVE, user);
  }
}
