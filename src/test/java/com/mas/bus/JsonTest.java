package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final int MANY = 300_000;

  /** Fails nearly always with the library's own factory, by the JVM's optimiser. */
  @Test
  void theFirstValueThatIsShorterThanManyBeforeIsRead() throws IOException {
    byte[] array = "[],".repeat(MANY).concat("1]").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < MANY; i++) {
        assertTrue(Json.MAPPER.readTree(array, 3 * i, 2).isEmpty());
      }
      assertEquals(1, Json.MAPPER.readTree(array, 3 * MANY, 1).intValue());
    }
  }

  @Test
  void aShortValueIsReadAsALongOneIs() throws IOException {
    for (String json : new String[] {"1", "\"\"", "[]", "{}", "\"a\"", "\"é\"", "null", "[1]", " 12 "}) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertEquals(Json.MAPPER.readTree(json), Json.MAPPER.readTree(bytes), json);
      byte[] within = ("[0," + json + "]").getBytes(StandardCharsets.UTF_8);
      assertEquals(Json.MAPPER.readTree(json), Json.MAPPER.readTree(within, 3, bytes.length), json);
    }
    for (String broken : new String[] {"]", "{", "\"a", "1,2", "nul"}) {
      byte[] bytes = broken.getBytes(StandardCharsets.UTF_8);
      assertThrows(JsonProcessingException.class, () -> Json.MAPPER.readTree(bytes), broken);
    }
    assertTrue(Json.MAPPER.readTree(new byte[0]).isMissingNode());
  }
}
