package com.mas.domain.learning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AnswersTest {
  private static final UUID COMMENT = UUID.randomUUID();
  private static final Set<UUID> ASKED = Set.of(COMMENT);

  private static ObjectNode sentiments() {
    ObjectNode answer = Lab.completed();
    answer.putArray("results").add(Lab.mood(COMMENT.toString(), "bad"));
    return answer;
  }

  private static ObjectNode without(String field) {
    ObjectNode answer = sentiments();
    answer.remove(field);
    return answer;
  }

  private static ObjectNode advices(int many, UUID evidence) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode all = answer.putArray("recommendations");
    for (int i = 0; i < many; i++) {
      all.addObject().put("category", "STRENGTH").put("headline", "Do " + i).put("description", "d")
          .put("actionPlan", "a").put("priority", "LOW").putArray("supportingEvidence").add(evidence.toString());
    }
    return answer;
  }

  private static void assertRefused(Failure failure, String part, Executable read) {
    FailureException refused = assertThrows(FailureException.class, read);
    assertEquals(failure, refused.failure());
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
  }

  private static void assertMisfit(String part, ObjectNode answer) {
    assertRefused(Failure.UNPROCESSABLE, part, () -> Answers.sentiments(answer, ASKED));
  }

  @Test
  void sentimentsHaveAStatusAVersionAndATime() {
    assertEquals(Mood.NEGATIVE, Answers.sentiments(sentiments(), ASKED).of().get(COMMENT).mood());
    assertEquals(1, Answers.sentiments(sentiments().put("completedAt", "2026-03-10T09:00:00Z"), ASKED).of().size());
    assertMisfit("status", without("status"));
    assertMisfit("status", sentiments().put("status", "done"));
    assertMisfit("version 1", without("version"));
    assertMisfit("version 1", sentiments().put("version", "2"));
    assertMisfit("completedAt", without("completedAt"));
    assertMisfit("completedAt", sentiments().put("completedAt", "2026-03-10T09:00:00"));
    assertMisfit("completedAt", sentiments().put("completedAt", 1_773_133_200));
    assertRefused(Failure.PROVIDER_FAILED, "no model", () -> Answers.sentiments(
        Json.MAPPER.createObjectNode().put("status", "failed").put("error", "no model"), ASKED));
  }

  @Test
  void otherAnswersMayLeaveThemOutButNotSayOtherwise() {
    assertTrue(Answers.embedding(Lab.vector(0.5)).isPresent());
    assertRefused(Failure.UNPROCESSABLE, "version 1",
        () -> Answers.embedding(((ObjectNode) Lab.vector(0.5)).put("version", "2")));
    assertRefused(Failure.UNPROCESSABLE, "completedAt",
        () -> Answers.advices(advices(3, COMMENT).put("completedAt", "yesterday"), ASKED));
  }

  @Test
  void recommendationsAreThreeToSevenThatRestOnComments() {
    assertEquals(3, Answers.advices(advices(3, COMMENT), ASKED).advices().size());
    assertEquals(7, Answers.advices(advices(7, COMMENT), ASKED).advices().size());
    assertEquals(7, Answers.advices(advices(8, COMMENT), ASKED).advices().size(), "the first seven");
    assertRefused(Failure.PROVIDER_FAILED, "2 recommendations", () -> Answers.advices(advices(2, COMMENT), ASKED));
    ObjectNode baseless = advices(2, COMMENT);
    ((ArrayNode) baseless.get("recommendations")).addAll((ArrayNode) advices(3, UUID.randomUUID())
        .get("recommendations"));
    assertRefused(Failure.PROVIDER_FAILED, "2 recommendations", () -> Answers.advices(baseless, ASKED));
  }
}
