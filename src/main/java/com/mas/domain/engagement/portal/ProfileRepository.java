package com.mas.domain.engagement.portal;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.portal.ProfileContract.ProfileView;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class ProfileRepository {
  private static final String GET = """
      SELECT u.id AS user_id, u.full_name, u.email, u.phone AS account_phone, p.roll_number, p.branch, p.study_year,
             p.cgpa, p.phone, p.city, p.region, p.headline, p.summary, coalesce(p.skills, '{}') AS skills,
             p.linkedin_url, p.github_url, p.portfolio_url, p.primary_resume, p.verified_at, p.updated_at
        FROM identity.shared_people u LEFT JOIN portal.profiles p ON p.user_id = u.id
       WHERE u.id = $1 AND u.tenant = $2
      """;

  private static final String MAKE = """
      INSERT INTO portal.profiles (user_id, tenant, updated_at)
      SELECT id, tenant, $3 FROM identity.shared_people WHERE id = $1 AND tenant = $2
      ON CONFLICT (user_id) DO NOTHING""";
  private static final String LOCK = """
      SELECT roll_number, branch, study_year, cgpa, phone, city, region, headline, summary, skills, linkedin_url,
             github_url, portfolio_url, verified_at IS NOT NULL AS is_verified, updated_at
        FROM portal.profiles WHERE user_id = $1 AND tenant = $2 FOR UPDATE""";
  private static final String CHANGE = """
      UPDATE portal.profiles SET roll_number = $2, branch = $3, study_year = $4, cgpa = $5, phone = $6, city = $7,
             region = $8, headline = $9, summary = $10, skills = $11, linkedin_url = $12, github_url = $13,
             portfolio_url = $14, updated_at = $15
       WHERE user_id = $1""";
  private static final String VERIFY = """
      UPDATE portal.profiles SET roll_number = $2, branch = $3, study_year = $4, cgpa = $5, updated_at = $6,
             verified_at = CASE WHEN $7 THEN coalesce(verified_at, $6) END,
             verified_by = CASE WHEN $7 THEN $8::uuid END
       WHERE user_id = $1""";
  private static final String CHOOSE =
      "UPDATE portal.profiles SET primary_resume = $2, updated_at = $3 WHERE user_id = $1";
  /** The first résumé of a person is the primary one until another is chosen. */
  private static final String FIRST_RESUME = """
      UPDATE portal.profiles SET primary_resume = $2 WHERE user_id = $1 AND primary_resume IS NULL""";

  private static final String SEEN = """
      INSERT INTO portal.profile_views AS v (student_id, viewer_id, day, tenant, times, at)
      VALUES ($1, $2, $3, $4, 1, $5)
      ON CONFLICT (student_id, viewer_id, day) DO UPDATE SET times = v.times + $6, at = excluded.at""";
  private static final Query<ProfileView> VIEWS = Query.of(ProfileView.class,
      "v.viewer_id, u.full_name AS name, v.times, v.at", """
          FROM portal.profile_views v LEFT JOIN identity.shared_people u ON u.id = v.viewer_id
           WHERE v.student_id = $1 AND v.tenant = $2""", "v.at DESC, v.viewer_id, v.day");

  private static final Rows<Stored> STORED = Rows.of(Stored.class);
  private static final Rows<Facts> FACTS = Rows.of(Facts.class);

  private final Database db;

  ProfileRepository(Database db) {
    this.db = db;
  }

  /** Profile with what the account says; all of the profile is null for a person who has told nothing. */
  record Stored(UUID userId, String fullName, String email, @Nullable String accountPhone, @Nullable String rollNumber,
      @Nullable String branch, @Nullable Integer studyYear, @Nullable BigDecimal cgpa, @Nullable String phone,
      @Nullable String city, @Nullable String region, @Nullable String headline, @Nullable String summary,
      List<String> skills, @Nullable String linkedinUrl, @Nullable String githubUrl, @Nullable String portfolioUrl,
      @Nullable UUID primaryResume, @Nullable Instant verifiedAt, @Nullable Instant updatedAt) {}

  /** Holds the parts that a person may change, as they are under the lock. */
  record Facts(@Nullable String rollNumber, @Nullable String branch, @Nullable Integer studyYear,
      @Nullable BigDecimal cgpa, @Nullable String phone, @Nullable String city, @Nullable String region,
      @Nullable String headline, @Nullable String summary, @Nullable List<String> skills, @Nullable String linkedinUrl,
      @Nullable String githubUrl, @Nullable String portfolioUrl, boolean isVerified, Instant updatedAt) {}

  Optional<Stored> get(String tenant, UUID person) {
    return STORED.first(db.query(GET, person, tenant));
  }

  /** Completes with the profile, without waiting. */
  Future<Optional<Stored>> read(String tenant, UUID person) {
    return db.read(GET, person, tenant).map(STORED::first);
  }

  /** @return whether the person is known, and has had no profile until now */
  boolean make(Tx tx, String tenant, UUID person, Instant now) {
    return tx.query(MAKE, person, tenant, now).rowCount() == 1;
  }

  /** Returns what there is, of a row that is made where there was none; empty for a person whom nobody knows. */
  Optional<Facts> lock(Tx tx, String tenant, UUID person, Instant now) {
    tx.send(MAKE, person, tenant, now);
    return FACTS.first(tx.query(LOCK, person, tenant));
  }

  void change(Tx tx, UUID person, Facts to, Instant now) {
    tx.send(CHANGE, person, to.rollNumber(), to.branch(), to.studyYear(), to.cgpa(), to.phone(), to.city(),
        to.region(), to.headline(), to.summary(), to.skills() == null ? List.of() : to.skills(), to.linkedinUrl(),
        to.githubUrl(), to.portfolioUrl(), now);
  }

  void verify(Tx tx, UUID person, Facts to, boolean verified, UUID by, Instant now) {
    tx.send(VERIFY, person, to.rollNumber(), to.branch(), to.studyYear(), to.cgpa(), now, verified, by);
  }

  void choose(Tx tx, UUID person, UUID resume, Instant now) {
    tx.send(CHOOSE, person, resume, now);
  }

  void firstResume(Tx tx, UUID person, UUID resume) {
    tx.send(FIRST_RESUME, person, resume);
  }

  /** @param more openings that are added, where there is one on the day */
  void seen(UUID student, UUID viewer, LocalDate day, String tenant, Instant now, int more) {
    db.write(SEEN, student, viewer, day, tenant, now, more);
  }

  Page<ProfileView> views(String tenant, UUID student, PageWindow window) {
    return VIEWS.page(db, window, student, tenant);
  }
}
