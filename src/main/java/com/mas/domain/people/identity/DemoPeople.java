package com.mas.domain.people.identity;

import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.IdentityContract.ChangePassword;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.EnsureSuperAdmin;
import com.mas.seed.Planting;
import com.mas.seed.School;
import com.mas.seed.School.Person;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Plants the super admin and the accounts of the made-up school. */
final class DemoPeople {
  private static final String TEMPORARY = "to-be-changed-1";

  private DemoPeople() {}

  static void superAdmin(Planting ground) {
    ground.admin(ground.askAsProduct(IdentityContract.ENSURE_SUPER_ADMIN, new EnsureSuperAdmin()).id());
  }

  static void learnerAndLead(Planting ground) {
    person(ground, School.LEARNER, Role.USER, Set.of());
    person(ground, School.LEAD, Role.EXPERT, Set.of("batch_lead"));
  }

  static void studentsAndMentor(Planting ground) {
    if (ground.hasPast()) {
      return;
    }
    School.STUDENTS.forEach(student -> ground.put(student.email(), ground.ask(DirectoryContract.ENSURE_STUDENT,
        new EnsureStudent(student.email(), null, student.name(), null, null, false)).id()));
    person(ground, School.MENTOR, Role.EXPERT, Set.of("super_mentor"));
  }

  /** An admin's password is a temporary one; the person has changed it. */
  private static void person(Planting ground, Person person, Role role, Set<String> capabilities) {
    ground.put(person.email(), Planting.made(() -> {
      UUID id = ground.ask(IdentityContract.CREATE_USER,
          new CreateUser(person.email(), TEMPORARY, person.name(), null, role, capabilities)).id();
      ground.ask(id, role, Set.of(), IdentityContract.CHANGE_PASSWORD,
          new ChangePassword(TEMPORARY, person.password(), null));
      return id;
    }, () -> ground.ask(DirectoryContract.FIND_USERS, new FindUsers(null, List.of(person.email()))).users().getFirst()
        .id()));
  }
}
