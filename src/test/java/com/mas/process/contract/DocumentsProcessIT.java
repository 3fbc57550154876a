package com.mas.process.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.testkit.NodeJs;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of a running server, read by the tools of others. */
class DocumentsProcessIT {
  private static final int SECONDS = 120;
  private static final Path JS = Path.of("src", "test", "js").toAbsolutePath();
  private static final List<String> COPIED = List.of("client.ts", "tsconfig.json", "package.json");
  @TempDir private static Path folder;
  private static SharedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = SharedServer.get();
  }

  private static Path document(String path, String token) throws IOException {
    Reply reply = server.api().get(path, token);
    assertEquals(200, reply.status(), reply::text);
    return Files.writeString(folder.resolve(path.substring(1).replace('/', '-')), reply.text());
  }

  private static String tool(String name, Path... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node_modules/.bin/" + name.split(" ")[0]));
    command.addAll(List.of(name.split(" ")).subList(1, name.split(" ").length));
    for (Path each : arguments) {
      command.add(each.toString());
    }
    return NodeJs.run(SECONDS, Map.of("REDOCLY_TELEMETRY", "off"), command.toArray(String[]::new));
  }

  @Test
  void redoclyFindsNothingWrongWithTheContract() throws Exception {
    String report = tool("redocly lint --format=stylish --max-problems=20", document("/openapi.json", null));
    assertTrue(report.contains("Your API description is valid"), report);
  }

  @Test
  void theParserOfAsyncApiFindsNothingWrongWithTheEvents() throws Exception {
    NodeJs.run(SECONDS, Map.of(), "node", "asyncapi.mjs", document("/asyncapi.json", null).toString(),
        document("/asyncapi/bus.json", server.api().admin()).toString());
  }

  @Test
  void aClientCompilesWithGeneratedTypesAndReadsXp() throws Exception {
    Path generated = client("generated");
    tool("openapi-typescript", document("/openapi.json", null), Path.of("-o"), generated.resolve("types.d.ts"));
    compileAndRun(generated);
  }

  @Test
  void aClientCompilesWithTheTypesOfTheServerAndReadsXp() throws Exception {
    Path served = client("served");
    Files.copy(document("/openapi.d.ts", null), served.resolve("types.d.ts"));
    compileAndRun(served);
  }

  private static Path client(String name) throws IOException {
    Path client = Files.createDirectory(folder.resolve(name));
    for (String file : COPIED) {
      Files.copy(JS.resolve(file), client.resolve(file));
    }
    return client;
  }

  private static void compileAndRun(Path client) throws Exception {
    tool("tsc -p", client);
    Person learner = server.newPerson("Reader of XP", "USER");
    String said = NodeJs.run(SECONDS, Map.of(), "node", client.resolve("client.js").toString(), server.api().base(),
        learner.email(), SharedServer.PASSWORD);
    assertTrue(said.strip().matches("XP \\d+ of at most 10 entries"), said);
  }

  /** An example is no use that the server would refuse, or never answer with. */
  @Test
  void everyOperationHasAnExampleThatFitsItsSchema() throws Exception {
    JsonNode openapi = server.api().get("/openapi.json", null).json();
    List<String> wrong = new ArrayList<>();
    openapi.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
      String where = operation.getKey() + " " + path.getKey();
      List<JsonNode> contents = new ArrayList<>(List.of(operation.getValue().at("/requestBody/content")));
      operation.getValue().path("responses").forEach(response -> contents.add(response.path("content")));
      boolean json = false;
      for (JsonNode content : contents) {
        for (Map.Entry<String, JsonNode> media : content.properties()) {
          if (media.getKey().endsWith("json")) {
            json = true;
            wrong(openapi, media.getValue()).forEach(each -> wrong.add(where + ": " + each));
          }
        }
      }
      if (!json && contents.stream().allMatch(JsonNode::isMissingNode)) {
        wrong.add(where + " has no example");
      }
    }));
    assertEquals(List.of(), wrong);
  }

  private static List<String> wrong(JsonNode openapi, JsonNode media) {
    if (!media.has("example")) {
      return List.of("no example");
    }
    ObjectNode schema = media.get("schema").deepCopy();
    schema.set("components", openapi.get("components"));
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(media.get("example")).stream()
        .map(Object::toString).toList();
  }
}
