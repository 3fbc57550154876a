package com.mas.domain.learning.questionnaire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import com.mas.process.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Samples for a version that is answered. */
final class QuestionnaireSamples implements DomainSamples {
  private static final String DIMENSION = "SAMPLE_OF_TESTS";

  @Override
  public Set<String> notPersonal() {
    return Set.of("questionnaire.version.get");
  }

  @Override
  public Set<String> last() {
    return Set.of("questionnaire.version.deprecate", "questionnaire.version.archive");
  }

  @Override
  public void prepare(Api api, String token, Samples samples) throws IOException {
    samples.know("dimensionCode", DIMENSION);
    samples.know("versionId", version(api, token));
  }

  private static String version(Api api, String token) throws IOException {
    Reply dimension = api.post("/questionnaires/dimensions", token, Map.of("code", DIMENSION, "name", "Sample"));
    assertTrue(dimension.status() == 201 || dimension.status() == 409, dimension::text);
    String id = made(api.post("/questionnaires/forms", token, Map.of("title", "Teachers", "type", "SAMPLE")));
    String version = made(api.post("/questionnaires/forms/" + id + "/versions", token, Map.of("schema",
        Map.of("sections", List.of(Map.of("title", "All", "weight", 100, "questions",
            List.of(Map.of("id", UUID.randomUUID().toString(),
                "text", "Good?", "type", "YES_NO", "dimensionCode", DIMENSION))))))));
    Reply published = api.ask("PATCH", "/questionnaires/versions/" + version + "/publish", token, "{}");
    assertEquals(200, published.status(), published::text);
    return version;
  }

  private static String made(Reply reply) {
    assertEquals(201, reply.status(), reply::text);
    return reply.data().path("id").asText();
  }

  @Override
  public void own(Belongings things) throws Exception {
    things.remember("version", version(things.api(), things.api().admin()));
  }
}
