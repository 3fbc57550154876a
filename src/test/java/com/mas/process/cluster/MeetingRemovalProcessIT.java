package com.mas.process.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.Fleet;
import com.mas.process.MeetingHouse;
import com.mas.testkit.NodeJs;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person who is removed from a meeting, by its chair, with the account or with the booking, is out on all nodes and
 * all connections, and comes back to nothing. {@code src/test/js/removed.mjs} plays the people, with socket.io-client.
 */
class MeetingRemovalProcessIT {
  private static final String OTHER = "other.of.meetings@mas.example";

  @TempDir private Path folder;

  @Test
  void whoIsRemovedHearsAndSaysNothingMoreOnAnyNode() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Fleet fleet = Fleet.start(2, folder, Map.of("DATABASE_URL", database.url(), "REDIS_URL",
            TestServers.redis().url(), "ALLOW_EARLY_MEETING_JOIN", "true", "OPEN_BOOKINGS", "1000"))) {
      Api api = fleet.api(0);
      MeetingHouse.people(api);
      MeetingHouse.student(api);
      Reply made = api.post("/api/admin/users", api.admin(), Map.of("email", OTHER, "password", "a-temporary-one-1",
          "fullName", "Omkar Joshi", "role", "USER"));
      assertEquals(201, made.status(), made::text);
      api.takeOver(OTHER, "a-temporary-one-1", MeetingHouse.PASSWORD);
      String guest = api.login(MeetingHouse.GUEST, MeetingHouse.PASSWORD);
      String other = api.login(OTHER, MeetingHouse.PASSWORD);
      Reply again = api.post("/api/auth/login", null, Map.of("email", OTHER, "password", MeetingHouse.PASSWORD));
      Path file = Files.writeString(folder.resolve("meeting.json"), Json.write(Map.of(
          "nodes", List.of(fleet.api(0).base(), fleet.api(1).base()), "meeting", MeetingHouse.book(api),
          "second", MeetingHouse.book(api, Instant.now().plus(Duration.ofHours(1)), Duration.ofMinutes(30)),
          "tokens", Map.of("host", api.login(MeetingHouse.MENTOR, MeetingHouse.PASSWORD), "admin", api.admin(),
              "guest", guest, "other", other, "again", again.data().path("accessToken").asText(),
              "refresh", again.data().path("refreshToken").asText()),
          "ids", Map.of("guest", id(api, guest), "other", id(api, other)))));
      String said = NodeJs.run(180, Map.of(), "node", "removed.mjs", file.toString());
      assertTrue(said.endsWith("nobody heard what they may not"), said);
    }
  }

  private static String id(Api api, String token) throws IOException {
    return api.get("/api/auth/me", token).data().path("id").asText();
  }
}
