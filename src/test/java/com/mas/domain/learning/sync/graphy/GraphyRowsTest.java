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
  private static final String HUNDRED = "1123456789012345678901234567890123456789012345678901234567890123456789"
      + "012345678901234567890123456789";
  private static final String TOO_LONG = "{\"_id\":\"" + HUNDRED + HUNDRED + HUNDRED + "\"}";

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "7", "\"n2\"", "[{\"_id\":\"n2\"}]", "true", "{\"_id\":null}",
      "{\"_id\":\"\"}", "{\"_id\":\" \"}", "{\"_id\":\"a\\u0000b\"}", "{\"_id\":\"a\\ud800\"}", TOO_LONG})
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
  void oddNumbersAndNamesThatStandTwiceCostNoRow() {
    LearnerPage.Row row = GraphyRows.learners(answer("{\"total\":" + HUNDRED + ",\"data\":[{\"_id\":\"n1\",\"_id\":"
        + "\"n2\",\"fname\":\"A\\u0000sha\",\"enrolledDate\":{\"$date\":" + HUNDRED + "},\"progress\":1e400,"
        + "\"totalTime\":" + HUNDRED + ",\"email\":\"" + HUNDRED + HUNDRED + HUNDRED + "@mail.example\"}]}")).rows()
        .getFirst();
    assertEquals("n2", row.userId());
    assertEquals("Asha", row.name());
    assertEquals(100, row.percent());
    assertEquals(Integer.MAX_VALUE, row.seconds());
    assertNull(row.enrolledAt());
    assertNull(row.email(), "no address is that long");
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
