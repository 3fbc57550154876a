package com.mas.domain.learning.education;

import com.mas.db.Table;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares batches, applications and attendance. */
public final class EducationModule extends DomainModule {
  public EducationModule() {
    super("education", EducationContract.class, LedBatchContract.class, MyApplicationContract.class);
    page(ConsolePage.of(46, "manage", "batches", "book", "Batches",
        "Batches, their people and courses", "role:ADMIN"));
    page(ConsolePage.of(48, "manage", "applications", "bag", "Applications",
        "Who applied, and how far they are", "role:ADMIN"));
    page(ConsolePage.of(49, "manage", "attendance", "check", "Attendance",
        "Who came, by day and in total", "role:ADMIN"));
    page(ConsolePage.of(56, "teach", "attendance", "check", "Attendance",
        "Who came, by day and in total", "capability:batch_lead"));
    demo(40, DemoBatches::batches);
    demo(60, DemoBatches::seatsAndAttendance);
    demo(110, DemoBatches::mentor);
    tables(
        Table.of("education.batches").by("batch_lead_id", "super_mentor_id").never("what was taught stays known"),
        Table.of("education.applications").person("user_id").mentions("state_reason")
            .never("an enrolment is part of a student's record"),
        Table.of("education.batch_courses").goesWith("education.batches"),
        Table.of("education.attendance").person("user_id").by("marked_by")
            .never("attendance is part of a student's record"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new EducationVerticle(parts.bus(), capacity, parts.database(), parts.ids());
  }
}
