package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.DEFAULT_LIMIT;
import static com.mas.domain.learning.education.EducationContract.MAX_LIMIT;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.Slice;
import com.mas.domain.learning.education.EducationContract.AttendanceMark;
import com.mas.domain.learning.education.EducationContract.AttendanceMarked;
import com.mas.domain.learning.education.EducationContract.AttendanceSource;
import com.mas.domain.learning.education.EducationContract.AttendanceTotals;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.DayOfAttendance;
import com.mas.domain.learning.education.EducationContract.ListAttendance;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.Marked;
import com.mas.domain.learning.education.EducationContract.PutAttendance;
import com.mas.domain.learning.education.EducationContract.SheetRow;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whoever calls has made sure that the batch may be seen or marked. */
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
    AttendanceRules.refusal(ask.date(), today, batch.state(), batch.startsOn(), batch.endsOn()).ifPresent(words -> {
      throw Failure.UNPROCESSABLE.with(words);
    });
    AttendanceSource source = ask.source() == null ? AttendanceSource.MANUAL : ask.source();
    UUID by = call.principal() == null ? null : call.principal().userId();
    var put = attendance.put(batch.id(), ask.date(), ask.marks(), source, by, clock.instant());
    if (!put.strangers().isEmpty()) {
      throw Failure.UNPROCESSABLE
          .with("Nothing was marked: " + put.strangers().size() + " of these people have no seat in this batch.")
          .data(Map.of("userIds", put.strangers()));
    }
    if (put.marked().added() + put.marked().changed() > 0) {
      bus.publish(call, EducationContract.ATTENDANCE_MARKED,
          new AttendanceMarked(batch.id(), ask.date(), ask.marks().stream().map(Mark::userId).toList()));
    }
    return put.marked();
  }

  Page<SheetRow> day(Batch batch, DayOfAttendance ask) {
    return attendance.day(batch.id(), ask.date(), Slice.of(ask.limit(), ask.offset(), DEFAULT_LIMIT, MAX_LIMIT));
  }

  Page<AttendanceMark> list(Batch batch, ListAttendance ask) {
    return attendance.list(batch.id(), inOrder(ask), Slice.of(ask.limit(), ask.offset(), DEFAULT_LIMIT, MAX_LIMIT));
  }

  Page<AttendanceTotals> totals(Batch batch, ListAttendance ask) {
    return attendance.totals(batch.id(), inOrder(ask), Slice.of(ask.limit(), ask.offset(), DEFAULT_LIMIT, MAX_LIMIT));
  }

  private static void check(List<Mark> marks) {
    if (marks.isEmpty() || marks.size() > EducationContract.MAX_BULK) {
      throw Failure.INVALID.with("1 to " + EducationContract.MAX_BULK + " marks at a time.");
    }
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
    if (ask.from() != null && ask.to() != null && ask.to().isBefore(ask.from())) {
      throw Failure.INVALID.with("The first day is after the last one.")
          .errors(List.of(new FieldError("/to", "is before from")));
    }
    return ask;
  }
}
