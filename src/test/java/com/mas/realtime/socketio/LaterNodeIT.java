package com.mas.realtime.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.engineio.RawSocket;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The only node dies, and its successor, which has never met it, has what it kept and nothing else of it. */
class LaterNodeIT {
  private final String room = "hall " + UUID.randomUUID();
  private TestCluster cluster;
  private Seat lost;

  /** A client's connection, and what it needs to go on on another. */
  private static final class Seat implements AutoCloseable {
    private final RawSocket socket;
    private final String id;
    private final String pid;
    private String offset;

    private Seat(int port, Map<String, String> auth) throws IOException {
      socket = RawSocket.open(port, "/socket.io/", "");
      socket.readText("0");
      socket.text("40" + Json.write(auth));
      JsonNode connected = Json.read(socket.readText("40").substring(2), JsonNode.class);
      id = connected.path("sid").asText();
      pid = connected.path("pid").asText();
      offset = auth.getOrDefault("offset", "");
    }

    private String hears() throws IOException {
      JsonNode heard = Json.read(socket.readText("42[\"heard\"").substring(2), JsonNode.class);
      offset = heard.path(2).asText();
      return heard.path(1).asText();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @BeforeEach
  void aNodeDiesAndAnotherStarts() throws Exception {
    cluster = TestCluster.start(1, TestServers.redis().url());
    try (Seat listener = joined(); Seat speaker = joined()) {
      say(speaker, "one");
      assertEquals("one", listener.hears());
      listener.close();
      lost = listener;
      for (String words : List.of("two", "three", "four")) {
        say(speaker, words);
      }
      cluster.nodes().getFirst().kill();
    }
    cluster.restart(0);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private Seat connected(Map<String, String> auth) throws IOException {
    return new Seat(cluster.nodes().getFirst().port(), auth);
  }

  private Seat back(Seat before) throws IOException {
    Seat seat = connected(Map.of("pid", before.pid, "offset", before.offset));
    assertEquals(before.id, seat.id);
    return seat;
  }

  private Seat joined() throws IOException {
    Seat seat = connected(Map.of());
    seat.socket.text("420[\"join\",\"" + room + "\"]");
    seat.socket.readText("430");
    return seat;
  }

  /** Heard by the speaker too: so it is in the log. */
  private void say(Seat speaker, String words) throws IOException {
    speaker.socket.text("42[\"say-to-all\",\"" + room + "\",\"" + words + "\"]");
    assertEquals(words, speaker.hears());
  }

  @Test
  void whoSatOnTheDeadNodeGetsAllThatItMissedInOrderOnce() throws Exception {
    try (Seat speaker = joined(); Seat listener = back(lost)) {
      assertEquals("two", listener.hears());
      listener.close(); // and breaks again before it has read the rest
      try (Seat again = back(listener)) {
        assertEquals("three", again.hears());
        assertEquals("four", again.hears());
        say(speaker, "five");
        assertEquals("five", again.hears());
        again.close();
        say(speaker, "six");
        try (Seat last = back(again)) {
          assertEquals("six", last.hears());
        }
      }
    }
  }

  @Test
  void whoCameToTheNewNodeFirstIsNotSentWhatTheDeadOneSaidBefore() throws Exception {
    try (Seat speaker = joined(); Seat heardNothing = joined(); Seat heardOne = joined()) {
      heardNothing.close();
      say(speaker, "five");
      assertEquals("five", heardOne.hears());
      heardOne.close();
      say(speaker, "six");
      try (Seat first = back(heardNothing); Seat second = back(heardOne)) {
        assertEquals("five", first.hears());
        assertEquals("six", first.hears());
        assertEquals("six", second.hears());
        say(speaker, "seven");
        assertEquals("seven", first.hears());
        assertEquals("seven", second.hears());
      }
    }
  }
}
