package com.mas.domain.engagement.portal;

import com.mas.process.Belongings;
import com.mas.process.Belongings.Person;
import com.mas.process.DomainSamples;
import java.util.Map;
import java.util.UUID;

/** Samples for the student portal. */
final class PortalSamples implements DomainSamples {
  @Override
  public void own(Belongings things) throws Exception {
    Person student = things.student();
    things.own("portal.profile.of_student", things.lead(), Map.of("userId", student.id()));
    things.own("portal.timeline.of_student", things.lead(), Map.of("userId", student.id()));
    things.own("portal.resume.of_student", things.lead(), Map.of("userId", student.id()));
    things.own("portal.resume.choose", student, Map.of("id", file(things, student, "resume")));
  }

  private static String file(Belongings things, Person owner, String kind) throws Exception {
    String file = UUID.randomUUID().toString();
    String version = UUID.randomUUID().toString();
    things.execute("INSERT INTO files.file (id, tenant, kind, owner, state, shown, version, created_at, changed_at)"
        + " SELECT '" + file + "', tenant, '" + kind + "', id, 'ready', '" + version + "', 1, now(), now()"
        + " FROM identity.users WHERE id = '" + owner.id() + "'");
    things.execute("INSERT INTO files.version (id, file_id, tenant, number, key, state, name, bytes, reserved, type,"
        + " sha256, made_by, created_at, changed_at, ended_at) SELECT '" + version + "', '" + file
        + "', tenant, 1, 'x/" + kind + "/" + version + "', 'ready', 'cv.pdf', 3, 3, 'application/pdf', 'ab', id,"
        + " now(), now(), now() FROM identity.users WHERE id = '" + owner.id() + "'");
    return file;
  }
}
