package com.mas.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.mas.testkit.Alone;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Alone
class RedactionRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {
      "{\"password\":\"hunter2!x\"}",
      "{\"newPassword\" : \"hunter2!x\"}",
      "{\"note\":\"a\",\"apiKey\":\"x\\\"a, hunter2!x\"}",
      "password=hunter2!x",
      "Authorization: Bearer hunter2!x",
      "refreshToken=hunter2!x&next=1",
      "postgresql://mas:hunter2!x@127.0.0.1:5432/mas",
      "{\"body\":\"{\\\"password\\\":\\\"a, hunter2!x\\\"}\"}",
      "password=\"hunter2!x",
      "password : hunter2!x",
      "otp=1&passwordOfYesterday=hunter2!x",
      "Cookie: c_ujwt=hunter2!x"})
  void aSecretIsNotInTheLine(String line) {
    assertFalse(RedactionRules.redact(line).contains("hunter2!x"), RedactionRules.redact(line));
  }

  @Test
  void aTokenIsKnownByItsShape() {
    String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    assertEquals("refused [redacted] today", RedactionRules.redact("refused " + token + " today"));
  }

  @Test
  void theNameThatOpensTheClusterIsHidden() {
    String name = "engagement-4574efd43094cb3b9aeb69ae284c7fa3";
    assertEquals("[127.0.0.1]:5701 [[redacted]] Members {size:3}",
        RedactionRules.redact("[127.0.0.1]:5701 [" + name + "] Members {size:3}"));
  }

  @Test
  void ordinaryWordsStay() {
    String line = "GET /api/graphy/sync/runs 200 in 12 ms from 127.0.0.1, config 0198-aa, 40 learners";
    assertEquals(line, RedactionRules.redact(line));
  }

  /** A path of 8 KB of the last but one once took 160 seconds, on an event loop. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "passwor", "password", "otp ", "token=\"", "token=\"\\\"", "-eyJ", "-eyJaaaaaa.",
      "a://", "a://:", "bearer ", "bearer: ", "secret\\\"", "api_key-", " ", "\""})
  void noLineTakesMuchLongerThanAnotherOfItsLength(String piece) {
    String line = "/:" + piece.repeat(200_000 / piece.length());
    assertTimeout(Duration.ofSeconds(3), () -> RedactionRules.redact(line));
    assertTimeout(Duration.ofSeconds(3), () -> RedactionRules.redact(line + "://x=eyJ"));
  }
}
