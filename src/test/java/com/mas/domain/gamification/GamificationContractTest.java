package com.mas.domain.gamification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Json;
import com.mas.domain.gamification.GamificationContract.AwardAll;
import com.mas.domain.gamification.GamificationContract.AwardXp;
import com.mas.domain.gamification.GamificationContract.AwardedAll;
import com.mas.domain.gamification.GamificationContract.Axes;
import com.mas.domain.gamification.GamificationContract.Axis;
import com.mas.domain.gamification.GamificationContract.LevelReached;
import com.mas.domain.gamification.GamificationContract.Multipliers;
import com.mas.domain.gamification.GamificationContract.MyXp;
import com.mas.domain.gamification.GamificationContract.Progress;
import com.mas.domain.gamification.GamificationContract.ProgressRebuilt;
import com.mas.domain.gamification.GamificationContract.RebuildProgress;
import com.mas.domain.gamification.GamificationContract.XpAwarded;
import com.mas.domain.gamification.GamificationContract.XpEntry;
import com.mas.domain.gamification.GamificationContract.XpGranted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is on the wire, and in stored requests that an older build left behind. */
class GamificationContractTest {
  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final String IN = "\"00000000-0000-4000-8000-000000000001\"";
  private static final Instant AT = Instant.parse("2026-03-10T06:30:00.5Z");
  private static final Multipliers FACTORS = new Multipliers(new BigDecimal("1.02"), new BigDecimal("1.25"),
      BigDecimal.ONE, new BigDecimal("1.10"), new BigDecimal("0.9"), new BigDecimal("1.26225"));
  private static final String FACTORS_JSON =
      "{\"streak\":1.02,\"quality\":1.25,\"timing\":1,\"freshness\":1.1,\"antiFarm\":0.9,\"total\":1.26225}";

  @Test
  void eachRecordHasThisJsonAndIsReadBackFromIt() {
    String award = "{\"userId\":" + IN + ",\"type\":\"test_taken\",\"sourceId\":\"t1\","
        + "\"occurredAt\":\"2026-03-10T06:30:00.500Z\","
        + "\"score\":92.5,\"timing\":\"early\",\"skipStreakUpdate\":false,\"cause\":" + IN + "}";
    var asked = new AwardXp(ID, "test_taken", "t1", AT, 92.5, "early", false, ID);
    holds(award, asked);
    holds("{\"awards\":[" + award + "]}", new AwardAll(List.of(asked)));
    holds("{\"granted\":3,\"replayed\":1}", new AwardedAll(3, 1));
    holds("{\"granted\":false}", XpAwarded.REPLAY);
    holds("{\"granted\":true,\"amount\":63,\"baseXp\":50,\"multipliersApplied\":" + FACTORS_JSON
        + ",\"leveledUp\":true,\"level\":2,\"totalXp\":113,\"currentStreak\":1}",
        new XpAwarded(true, 63, 50, FACTORS, true, 2, 113, 1));
    holds("{\"level\":3,\"totalXp\":229,\"meaningfulActions\":8,\"currentStreak\":2,\"longestStreak\":2,"
        + "\"isOnFireToday\":true,\"axes\":{\"xp\":{\"current\":229,\"required\":300,\"percent\":49},"
        + "\"actions\":{\"current\":8,\"required\":9,\"percent\":66},"
        + "\"streak\":{\"current\":2,\"required\":3,\"percent\":0}},\"overallPercent\":38,"
        + "\"blockingAxis\":\"streak\","
        + "\"unseenBadges\":[\"first_step\"]}",
        new Progress(3, 229, 8, 2, 2, true, new Axes(new Axis(229, 300, 49), new Axis(8, 9, 66), new Axis(2, 3, 0)), 38,
            "streak", List.of("first_step")));
    holds("{\"limit\":50,\"offset\":0}", new MyXp(50, 0L));
    holds("{\"type\":\"test_taken\",\"sourceId\":\"t1\",\"baseXp\":50,\"amount\":63,"
        + "\"multipliersApplied\":" + FACTORS_JSON
        + ",\"occurredAt\":\"2026-03-10T06:30:00.500Z\",\"awardedAt\":\"2026-03-10T06:30:00.500Z\"}",
        new XpEntry("test_taken", "t1", 50, 63, FACTORS, AT, AT));
    holds("{\"userId\":" + IN + "}", new RebuildProgress(ID));
    holds("{\"userId\":" + IN + ",\"changed\":true,\"level\":3,\"totalXp\":229,\"meaningfulActions\":8,"
        + "\"longestStreak\":2}",
        new ProgressRebuilt(ID, true, 3, 229, 8, 2));
    holds("{\"userId\":" + IN + ",\"type\":\"test_taken\",\"sourceId\":\"t1\",\"amount\":63,\"totalXp\":113}",
        new XpGranted(ID, "test_taken", "t1", 63, 113));
    holds("{\"userId\":" + IN + ",\"level\":2}", new LevelReached(ID, 2));
  }

  @Test
  void whatALeanSenderLeavesOutIsNotNeeded() {
    assertEquals(new AwardXp(ID, "test_taken", "t1", null, null, null, false, null),
        Json.read("{\"userId\":" + IN + ",\"type\":\"test_taken\",\"sourceId\":\"t1\"}", AwardXp.class));
  }

  private static void holds(String json, Object record) {
    assertEquals(json, Json.write(record));
    assertEquals(record, Json.read(json, record.getClass()));
  }
}
