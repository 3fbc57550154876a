package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.imports.ImportKind;
import com.mas.imports.ImportKind.Column;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what is made at Mr. Test of accounts here, and here of what Mr. Test or a sheet says of students. */
@NullMarked
public final class WriteBackContract {
  public static final Reason STUDENT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "student_of_site_unknown",
      "The mirror has no such student of Mr. Test.");
  public static final Reason NO_ADDRESS = Reason.of(Failure.UNPROCESSABLE, "no_address",
      "Mr. Test has no e-mail address of this student, so no account can be made.");
  public static final Reason ACCOUNT_UNDECIDED = Reason.of(Failure.CONFLICT, "account_undecided",
      "Several accounts could be this student's; correct the address or the phone at Mr. Test or here.");
  public static final Reason NONE_TO_PUSH = Reason.of(Failure.UNPROCESSABLE, "none_to_push",
      "There is no one to create at Mr. Test; name people, or a batch that has some.");
  public static final Reason PUSH_UNDER_WAY = Reason.of(Failure.ALREADY_RUNNING, "push_under_way",
      "Students are being made at Mr. Test already; please wait until it is over.");

  /** Names the kind of the runs that make students at Mr. Test. */
  public static final String PUSH_KIND = "mrtest.push";

  private WriteBackContract() {}

  // --- accounts of students -----------------------------------------------------------------------------------------

  /**
   * Makes an account of a student of Mr. Test, or answers the one that there is. Idempotent. A new account's owner
   * signs in by code unless a password is given, which must be changed then.
   */
  public static final Request<CreateAccount, CreatedAccount> CREATE_ACCOUNT =
      Request.of("mrtest.students.create_account", CreateAccount.class, CreatedAccount.class, Duration.ofSeconds(15));

  public record CreateAccount(@Pattern(regexp = ExamSyncContract.EXAM_ID) @Size(max = 64) String studentId,
      @Nullable @Size(min = 8, max = 72) String password) {
    @Override
    public String toString() {
      return "CreateAccount[" + studentId + "]";
    }
  }

  public record CreatedAccount(String studentId, UUID userId, boolean userCreated, boolean passwordChanged) {}

  // --- students of accounts -----------------------------------------------------------------------------------------

  /** Makes students at Mr. Test of accounts that it does not know, one after the other. */
  public static final Request<PushStudents, PushAccepted> PUSH =
      Request.of("mrtest.students.push", PushStudents.class, PushAccepted.class);

  /** One of the two is given. */
  public record PushStudents(@Nullable UUID batchId,
      @Nullable @Size(min = 1, max = 500) List<UUID> userIds) {}

  public record PushAccepted(UUID runId, UUID jobId, int people) {}

  /** Works on one slice of it. Idempotent. */
  public static final Request<AdvancePush, Void> ADVANCE_PUSH =
      Request.of("mrtest.pushes.advance", AdvancePush.class, Void.class, ExamSyncContract.SLICE_LIMIT);

  public record AdvancePush(UUID runId, int slice) {}

  public enum PushState implements Word { WAITING, MADE, THERE, REFUSED, UNKNOWN }

  /** Newest first. */
  public static final Request<ListPushes, Page<Push>> LIST_PUSHES =
      Request.list("mrtest.pushes.list", ListPushes.class, Push.class);

  public record ListPushes(@Nullable PushState state, @Nullable Integer limit, @Nullable Long offset)
      implements Listing {}

  /** @param reason of a refusal, in Mr. Test's words, or why it is not known what came of it */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Push(UUID userId, @Nullable String email, @Nullable String fullName, PushState state,
      @Nullable String studentId, @Nullable String reason, Instant changedAt) {}

  // --- scores of sheets ---------------------------------------------------------------------------------------------

  /** Scores of evaluation tests that an administrator has as a sheet. Identity is the address, else the phone. */
  public static final ImportKind EVAL_TESTS = ImportKind.ofAdmins("mrtest", "eval-tests", "Scores of evaluation tests",
      null, Column.optional("email", "E-mail", 254, "mail", "e-mail address", "email id"),
      Column.optional("phone", "Phone", 40, "mobile", "phone number", "mobile number", "contact number"),
      Column.required("test", "Test", 120, "exam", "test name", "exam name"),
      Column.required("score", "Score", 20, "marks", "marks obtained", "percentage"),
      Column.optional("total", "Out of", 20, "total", "total marks", "max marks", "maximum marks"),
      Column.optional("takenOn", "Taken on", 40, "date", "test date", "exam date"));

  /** Newest first. */
  public static final Request<ListEvalTests, Page<EvalTest>> LIST_EVAL_TESTS =
      Request.list("mrtest.eval_tests.list", ListEvalTests.class, EvalTest.class);

  public record ListEvalTests(@Nullable UUID userId, @Nullable Integer limit, @Nullable Long offset)
      implements Listing {}

  /** @param percentage of the total, 0 to 100 */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EvalTest(UUID userId, String test, BigDecimal score, BigDecimal total, BigDecimal percentage,
      @Nullable LocalDate takenOn, Instant importedAt) {}

  /** Tells that scores of evaluation tests of somebody were imported or changed. */
  public static final DurableEvent<EvalScored> EVAL_SCORED = DurableEvent.of("mrtest.eval.scored", EvalScored.class);

  public record EvalScored(UUID accountId, UUID importId) {}

  /** Shows the SQL of other domains a row for each evaluation test of a sheet, with its percentage. */
  public static final View EVAL = View.of("mrtest.shared_eval_tests", "tenant, account_id, test, percentage, taken_on");
}
