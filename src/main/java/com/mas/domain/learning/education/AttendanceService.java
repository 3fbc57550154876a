package com.mas.domain.learning.education;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.learning.education.EducationContract.*;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Marks and reads attendance. Before a call it must be checked that the caller may see or mark the batch. */
final class AttendanceService {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  private final AttendanceRepository attendance;
  private final Bus bus;
  private final Clock clock;

  AttendanceService(AttendanceRepository attendance, Bus bus) {
    this.attendance = attendance;
    this.bus = bus;
    this.clock = bus.clock();
  }

  Marked put(Call call, Batch batch, PutAttendance ask) {
    check(ask.marks());
    LocalDate today = LocalDate.ofInstant(clock.instant(), IST);
    AttendanceRules.refusal(ask.date(), today, batch.state(), batch.startsOn(), batch.endsOn()).ifPresent(refusal -> {
      throw refusal;
    });
    AttendanceSource source = ask.source() == null ? AttendanceSource.MANUAL : ask.source();
    UUID by = call.principal() == null ? null : call.principal().userId();
    var put = attendance.put(batch.id(), ask.date(), ask.marks(), source, by, clock.instant());
    if (!put.strangers().isEmpty()) {
      throw EducationContract.NO_SEAT
          .with("Nothing was marked: " + put.strangers().size() + " of these people have no seat in this batch.")
          .data(Map.of("userIds", put.strangers()));
    }
    int written = put.added() + put.changed();
    if (written > 0) {
      bus.publish(call, EducationContract.ATTENDANCE_MARKED,
          new AttendanceMarked(batch.id(), ask.date(), ask.marks().stream().map(Mark::userId).toList()));
    }
    return new Marked(put.added(), put.changed(), ask.marks().size() - written);
  }

  Page<SheetRow> day(Batch batch, DayOfAttendance ask) {
    return attendance.day(batch.id(), ask.date(), PageWindow.of(ask));
  }

  Page<AttendanceMark> list(Batch batch, ListAttendance ask) {
    return attendance.list(batch.id(), inOrder(ask), PageWindow.of(ask));
  }

  Page<AttendanceTotals> totals(Batch batch, ListAttendance ask) {
    return attendance.totals(batch.id(), inOrder(ask), PageWindow.of(ask));
  }

  AttendanceByDay byDay(Batch batch, AskDays ask) {
    check(ask.from(), ask.to());
    return new AttendanceByDay(attendance.byDay(batch.id(), ask.from(), ask.to()));
  }

  private static void check(List<Mark> marks) {
    List<FieldError> twice = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    for (int i = 0; i < marks.size(); i++) {
      if (!seen.add(marks.get(i).userId())) {
        twice.add(new FieldError("/marks/" + i + "/userId", "This person is marked twice."));
      }
    }
    if (!twice.isEmpty()) {
      throw Failure.INVALID.with("Each person is marked once a day.").errors(twice);
    }
  }

  private static ListAttendance inOrder(ListAttendance ask) {
    check(ask.from(), ask.to());
    return ask;
  }

  private static void check(@Nullable LocalDate from, @Nullable LocalDate to) {
    if (from != null && to != null && to.isBefore(from)) {
      throw Failure.INVALID.with("The first day is after the last one.").at("/to");
    }
  }
}
