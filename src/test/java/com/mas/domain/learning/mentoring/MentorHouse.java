package com.mas.domain.learning.mentoring;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Principal.Role;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract.CreateSlots;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.jobs.Jobs;
import com.mas.testkit.House;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Mentoring on a database of its own, with a mentor and a student; others exist, too. */
final class MentorHouse extends House {
  final UUID mentor = UUID.randomUUID();
  final UUID student = UUID.randomUUID();

  /** @param isFree whether calls cost no tokens */
  MentorHouse(boolean isFree) {
    super("2026-03-10T12:00:00+05:30");
    identity(ask -> ask.ids().stream().map(id -> new Person(id, id + "@mas.example", null, "Name")).toList());
    deploy(new MentoringVerticle(bus, new Capacity("mentoring", 1, 500), db, new Jobs(clock, Modules.SUBSCRIPTIONS),
        new UuidV7(clock), new MentoringVerticle.Config(3, isFree)));
  }

  /** Makes an account, so that the person has a name. */
  void account(UUID id, String name) {
    await(db.send("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
        VALUES ($1, 'mas', $1 || '@mas.example', $2, 'USER', now(), now())""", id, name));
  }

  /** Offers half an hour. */
  Slot slot(UUID of, Instant start) {
    return ask(as(of, Role.EXPERT), MentoringContract.CREATE_SLOTS,
        new CreateSlots(null, start, start.plus(Duration.ofMinutes(30)), null)).slots().getFirst();
  }
}
