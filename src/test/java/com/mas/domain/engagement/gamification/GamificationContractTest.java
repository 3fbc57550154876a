package com.mas.domain.engagement.gamification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Json;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GamificationContractTest {
  @Test
  void whatALeanSenderLeavesOutIsNotNeeded() {
    UUID id = UUID.fromString("00000000-0000-4000-8000-000000000001");
    assertEquals(new AwardXp(id, "test_taken", "t1", null, null, null, false, null),
        Json.read("{\"userId\":\"" + id + "\",\"type\":\"test_taken\",\"sourceId\":\"t1\"}", AwardXp.class));
  }

  @Test
  void aReplayTellsNothingElseAndFactorsAreExactDecimals() {
    assertEquals("{\"granted\":false}", Json.write(XpAwarded.REPLAY));
    var factors = new Multipliers(new BigDecimal("1.02"), new BigDecimal("1.250"), BigDecimal.TEN, BigDecimal.ONE,
        new BigDecimal("0.9"), new BigDecimal("1.1475"));
    String json = "{\"streak\":1.02,\"quality\":1.25,\"timing\":10,\"freshness\":1,\"antiFarm\":0.9,\"total\":1.1475}";
    assertEquals(json, Json.write(factors));
    assertEquals(factors, Json.read(json, Multipliers.class));
  }
}
