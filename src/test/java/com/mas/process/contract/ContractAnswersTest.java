package com.mas.process.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Api.Reply;
import com.mas.process.ContractAnswers;
import com.mas.process.ContractOperation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check of answers, which is worth something only if it finds what is wrong. */
class ContractAnswersTest {
  private static final JsonNode DOCUMENT = Json.read("""
      {"paths": {"/a": {"get": {"operationId": "a.a.get", "responses": {
        "200": {"content": {"application/json": {"schema": {"type": "object", "required": ["at"], "properties": {
          "at": {"type": "string", "format": "date-time"}, "note": {"type": "string"}}}}}},
        "404": {"$ref": "#/components/responses/not_found"}}}}},
      "components": {"responses": {"not_found": {"content": {"application/problem+json": {"schema": {"allOf": [
        {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}},
        {"type": "object", "properties": {"code": {"enum": ["not_found"]}, "reason": {"enum": ["a_unknown"]}}}]}}}}}}}
      """,
      JsonNode.class);
  private static final ContractOperation OPERATION = ContractOperation.of(DOCUMENT).getFirst();
  private final ContractAnswers answers = new ContractAnswers(DOCUMENT);

  private static Reply reply(int status, String json) {
    return new Reply(status, Map.of("content-type", List.of("application/json")), json);
  }

  @Test
  void anAnswerAsDocumentedPasses() {
    Reply reply = reply(200, "{\"at\": \"2026-01-07T18:30:00.000Z\", \"note\": \"x\"}");
    assertEquals(reply, answers.check(OPERATION, reply));
    answers.check(OPERATION, reply(404, "{\"code\": \"not_found\", \"reason\": \"a_unknown\", \"status\": 404}"));
  }

  @Test
  void whatIsNotDocumentedIsFound() {
    refused(reply(409, "{}"), "does not document 409");
    refused(reply(200, "{\"note\": \"x\"}"), "at");
    refused(reply(200, "{\"at\": \"2026-01-07T18:30:00Z\"}"), "pattern");
    refused(reply(200, "{\"at\": \"2026-01-07T18:30:00.000Z\", \"more\": 1}"), "more");
    refused(reply(200, "{\"at\": \"2026-01-07T18:30:00.000Z\", \"note\": null}"), "note");
    refused(reply(404, "{\"code\": \"conflict\"}"), "enum");
    refused(reply(404, "{\"code\": \"not_found\", \"reason\": \"b_unknown\"}"), "enum");
  }

  private void refused(Reply reply, String word) {
    String said = assertThrows(AssertionError.class, () -> answers.check(OPERATION, reply)).getMessage();
    assertTrue(said.contains(word), said);
  }
}
