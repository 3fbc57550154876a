package com.mas.domain.people.files;

import com.mas.process.Belongings;
import com.mas.process.Belongings.Person;
import com.mas.process.DomainSamples;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Samples for a student's file and upload. */
final class FilesSamples implements DomainSamples {
  @Override
  public Set<String> last() {
    return Set.of("files.file.remove", "files.upload.abort");
  }

  @Override
  public void own(Belongings things) throws Exception {
    Person student = things.student();
    String file = UUID.randomUUID().toString();
    String version = UUID.randomUUID().toString();
    things.execute("INSERT INTO files.file (id, tenant, kind, owner, state, shown, version, created_at, changed_at)"
        + " SELECT '" + file + "', tenant, 'document', id, 'ready', '" + version + "', 1, now(), now()"
        + " FROM identity.users WHERE id = '" + student.id() + "'");
    things.execute("INSERT INTO files.version (id, file_id, tenant, number, key, state, name, bytes, reserved, type,"
        + " sha256, picture, made_by, created_at, changed_at, ended_at) SELECT '" + version + "', '" + file
        + "', tenant, 1, 'x/document/" + version + "', 'ready', 'cv.pdf', 3, 3, 'application/pdf', 'ab', '\\x00', id,"
        + " now(), now(), now() FROM identity.users WHERE id = '" + student.id() + "'");
    Stream.of("get", "versions", "openings", "link", "picture", "remove")
        .forEach(each -> things.own("files.file." + each, student, Map.of("id", file)));
    String upload = things.made(student, "/api/file-uploads", Map.of("kind", "document", "name", "cv.pdf"));
    Stream.of("get", "complete", "abort")
        .forEach(each -> things.own("files.upload." + each, student, Map.of("id", upload)));
    things.own("files.upload.sign", student, Map.of("id", upload, "number", "1"));
  }
}
