package com.mas.domain.learning.sync.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.outbound.Incoming;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphyRowsTest {
  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "7", "\"n2\"", "[{\"_id\":\"n2\"}]", "true", "{\"_id\":null}"})
  void oneBadRowCostsNoPage(String bad) {
    Ask ask = new Ask(List.of("c"), "0", 100);
    Batch<LearnerPage.Row> page = GraphyRows.learners(answer("{\"total\":3,\"data\":[{\"_id\":\"n1\"}," + bad
        + ",{\"_id\":\"n3\",\"fname\":\"Third\"}]}")).batch(ask);
    assertEquals(List.of("n1", "n3"), page.rows().stream().map(LearnerPage.Row::userId).toList());
    assertEquals(List.of(1), page.unread());
    assertNull(page.next(), "three rows are all that there are");
    assertEquals(List.of(1), GraphyRows.students(answer("{\"total\":2,\"data\":[{\"_id\":\"n1\"}," + bad + "]}"),
        ask).unread());
    assertEquals(List.of(0), GraphyRows.courses(answer("{\"total\":2,\"data\":[" + bad + ",{\"_id\":\"n1\"}]}"),
        ask, "https://learn.example").unread());
  }

  @Test
  void theLinkOfACourseIsWholeAndNeedsItsIdOnly() {
    assertEquals("https://learn.example/s/courses/n1/take", GraphyRows.courses(
        answer("{\"total\":1,\"data\":[{\"_id\":\"n1\"}]}"), new Ask(List.of(), "0", 100), "https://learn.example")
        .rows().getFirst().url());
  }

  private static Incoming answer(String json) {
    return new Incoming(200, Map.of(), json.getBytes(StandardCharsets.UTF_8), true);
  }
}
