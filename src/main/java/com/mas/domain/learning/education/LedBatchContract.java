package com.mas.domain.learning.education;

import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.domain.learning.education.EducationContract.*;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what a batch lead sees of the batches that are the caller's own; others are NOT_FOUND. */
@NullMarked
public final class LedBatchContract {
  public static final Request<LedBatches, Page<Batch>> LED_BATCHES =
      Request.list("education.led_batch.list", LedBatches.class, Batch.class);
  public static final Request<GetBatch, Batch> LED_BATCH =
      Request.of("education.led_batch.get", GetBatch.class, Batch.class);
  public static final Request<ApplicationsOfBatch, Page<Application>> LED_APPLICATIONS =
      Request.list("education.led_batch.applications", ApplicationsOfBatch.class, Application.class);
  public static final Request<DayOfAttendance, Page<SheetRow>> LED_DAY =
      Request.list("education.led_batch.day", DayOfAttendance.class, SheetRow.class);
  public static final Request<ListAttendance, Page<AttendanceTotals>> LED_TOTALS =
      Request.list("education.led_batch.totals", ListAttendance.class, AttendanceTotals.class);
  public static final Request<AskDays, AttendanceByDay> LED_ATTENDANCE_BY_DAY =
      Request.of("education.led_batch.days", AskDays.class, AttendanceByDay.class);

  private LedBatchContract() {}

  public record LedBatches(@Nullable @Size(min = 1, max = 200) String search, @Nullable BatchState state,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}
}
