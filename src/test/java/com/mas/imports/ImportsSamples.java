package com.mas.imports;

import com.mas.process.Belongings;
import com.mas.process.Belongings.Person;
import com.mas.process.DomainSamples;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Samples for an administrator's import. */
final class ImportsSamples implements DomainSamples {
  @Override
  public void own(Belongings things) throws Exception {
    Person admin = admin(things);
    String file = UUID.randomUUID().toString();
    things.execute("INSERT INTO imports.file (id, tenant, kind, subject, name, state, checked, made_by, created_at,"
        + " changed_at) SELECT '" + file + "', tenant, 'enrolments', id, 'people.csv', 'checked', '{\"rows\": 1,"
        + " \"added\": 1, \"changed\": 0, \"same\": 0, \"refused\": 0}', id, now(), now() FROM identity.users"
        + " WHERE id = '" + admin.id() + "'");
    Stream.of("get", "refused", "refused_csv", "confirm", "cancel")
        .forEach(each -> things.own("imports.file." + each, admin, Map.of("id", file)));
    things.own("imports.kind.template", admin, Map.of("kind", "enrolments"));
  }

  private static Person admin(Belongings things) throws IOException {
    String token = things.api().login("admin@mas.example", "admin-password-1");
    return new Person("the admin", things.api().get("/api/auth/me", token).data().path("id").asText(), token);
  }
}
