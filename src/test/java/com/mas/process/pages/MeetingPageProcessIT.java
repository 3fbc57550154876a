package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.ClusterScript;
import com.mas.process.ClusterScript.Node;
import com.mas.process.MeetingHouse;
import com.mas.process.SharedServer;
import com.mas.testkit.Alone;
import com.mas.testkit.Browser;
import com.mas.testkit.RoundRobinProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The meeting page in real browsers, whose media really flow. */
@Alone
class MeetingPageProcessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SOCKETS =
      Pattern.compile("(?m)^socket_sessions\\{[^}]*server=\"socketio\"[^}]*} (\\S+)");
  private static final String ATTACK = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>";

  @TempDir private Path data;

  @Test
  void twoBrowsersMeetAndStayTogetherWhenTheNodesThatHoldThemAreKilled() throws Exception {
    try (ClusterScript cluster = ClusterScript.start(3, data)) {
      List<Node> nodes = new ArrayList<>(cluster.nodes());
      eventually("all three have met", PATIENCE, () -> cluster.out.toString().contains("Members {size:3"));
      Api first = nodes.getFirst().api();
      MeetingHouse.people(first);
      Instant start = Instant.now().plusSeconds(20); // has come before both nodes are killed
      String meeting = MeetingHouse.book(first, start, Duration.ofMinutes(30));
      try (RoundRobinProxy proxy = RoundRobinProxy.start(nodes.stream()
          .map(node -> URI.create(node.api().base()).getPort()).toList());
          Browser mentor = Browser.withFakeMedia();
          Browser student = Browser.withFakeMedia()) {
        String page = "http://127.0.0.1:" + proxy.port() + "/console/meeting";
        mentor.openAs(page, MeetingHouse.MENTOR, MeetingHouse.PASSWORD);
        mentor.click("a.btn", "Open");
        mentor.click("#join");
        mentor.see("main [data-state=in]");
        student.openAs(page + "#id=" + meeting, MeetingHouse.STUDENT, MeetingHouse.PASSWORD);
        student.click("#join");
        mentor.see(".tile .name", "Asha Kulkarni");
        student.see(".tile .name", "Meera Iyer");
        flows(mentor, student);

        say(mentor, ATTACK);
        assertEquals(ATTACK, student.see(".messages p", "hacked").getText());
        assertTrue(student.all(".messages :is(img, script)").isEmpty());
        assertNull(student.driver().executeScript("return window.hacked"));
        mentor.assertUsable();
        student.see(".tile .level[data-level=good]");
        student.screenshot("meeting-two");

        for (int killed = 0; killed < 2; killed++) {
          Node holder = holder(nodes);
          holder.kill();
          nodes.remove(holder);
          String words = "still here " + killed;
          eventually("both are back", PATIENCE, () -> isIn(mentor) && isIn(student));
          flows(mentor, student);
          say(student, words);
          mentor.see(".messages p", words);
          say(mentor, words + " too");
          student.see(".messages p", words + " too");
        }
        assertEquals(ATTACK, student.see(".messages p", "hacked").getText());

        eventually("it has begun some seconds ago, so that it can be over", PATIENCE,
            () -> Instant.now().isAfter(start.plusSeconds(3)));
        mentor.click("#do-end");
        mentor.click("dialog button", "End for all");
        mentor.see("#over", "over");
        student.see("#over", "over");
        student.see(".attendance li", "Asha Kulkarni");
        mentor.assertNoErrors("ERR_", "WebSocket"); // the nodes that were killed
        student.assertNoErrors("ERR_", "WebSocket");
      }
      Api left = nodes.getFirst().api();
      JsonNode attendance = left.get("/api/meetings/" + meeting + "/attendance",
          left.login(MeetingHouse.STUDENT, MeetingHouse.PASSWORD)).data();
      assertEquals(2, attendance.path("attendees").size(), attendance::toString);
      assertTrue(attendance.path("togetherSeconds").asInt() > 0, attendance::toString); // since it has begun
      attendance.path("attendees").forEach(each -> {
        assertEquals(1, each.path("presences").size(), each::toString);
        assertTrue(each.path("seconds").asInt() > 5, each::toString);
      });
    }
  }

  @Test
  void aMeetingIsForPhonesAndKeyboardsAndForPeopleWithoutACamera() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    MeetingHouse.People people = MeetingHouse.newPeople(server);
    String link = api.base() + "/console/meeting#id=" + MeetingHouse.book(api,
        api.login(people.mentor(), SharedServer.PASSWORD), api.login(people.student(), SharedServer.PASSWORD));
    try (Browser mentor = Browser.withFakeMedia();
        Browser phone = Browser.phoneWithFakeMedia();
        Browser guest = Browser.withoutMedia()) {
      mentor.openAs(link, people.mentor(), SharedServer.PASSWORD);
      mentor.see("#choose-video option");
      mentor.assertUsable();
      mentor.click("#join");
      phone.openAs(link, people.student(), SharedServer.PASSWORD);
      phone.see("#choose-video option");
      phone.assertUsable();
      phone.assertAccessible();
      phone.screenshot("meeting-before-phone");
      phone.tabTo("Join");
      phone.press(Keys.ENTER);
      phone.see(".tile .name", "Meera Iyer");
      flows(phone);

      guest.openAs(link, people.guest(), SharedServer.PASSWORD);
      guest.see(".before .bad", "not allowed to use your camera");
      guest.click("#join");
      guest.see(".status", "Please wait");
      mentor.see(".lobby li", "Gopal Rao");
      mentor.screenshot("meeting-lobby");
      mentor.assertAccessible();
      mentor.click(".lobby button");
      guest.see(".tile .name", "Asha Kulkarni");
      mentor.see(".tile.dark .name", "Gopal Rao");
      flows(guest);

      phone.tabTo("Mute");
      phone.press(Keys.SPACE);
      mentor.see(".tile:not(.mine) .mark.silent");
      phone.press(Keys.chord(Keys.ALT, "h"));
      mentor.see(".tile:not(.mine) .mark.hand");
      mentor.see(".present li", "hand raised");
      phone.press(Keys.chord(Keys.ALT, "c"));
      phone.see("#message");
      say(phone, "Can you hear me?");
      mentor.see(".messages li", "Can you hear me?");
      phone.assertUsable();
      phone.assertAccessible();
      phone.screenshot("meeting-chat-phone");
      phone.press(Keys.chord(Keys.ALT, "c"));
      phone.gone("#panel");
      phone.assertUsable();
      phone.screenshot("meeting-phone");
      decide(mentor, phone, guest);
      phone.press(Keys.chord(Keys.ALT, "l"));
      phone.see("#over", "You have left the meeting.");
      phone.see("button", "Join again");
      phone.assertUsable();
      mentor.see(".people-tiles[data-count='2']");
      Stream.of(mentor, phone, guest).forEach(page -> page.assertNoErrors("404")); // the guest is a stranger at first

      guest.open(api.base() + "/docs/events");
      guest.see("section h2", "/ · Meetings");
      guest.click("summary", "chat-message");
      guest.see("details[open] pre", "message: string");
      guest.assertNoErrors();
    }
  }

  @Test
  void anEndedMeetingAsksNobodyAnythingAndKeepsItsLog() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    MeetingHouse.People people = MeetingHouse.newPeople(server);
    Instant start = Instant.now().plusSeconds(15);
    String link = api.base() + "/console/meeting#id=" + MeetingHouse.book(api,
        api.login(people.mentor(), SharedServer.PASSWORD), api.login(people.student(), SharedServer.PASSWORD), start,
        Duration.ofMinutes(30));
    try (Browser mentor = Browser.withFakeMedia();
        Browser phone = Browser.phoneWithFakeMedia();
        Browser guest = Browser.withFakeMedia()) {
      mentor.openAs(link, people.mentor(), SharedServer.PASSWORD);
      mentor.see("#choose-video option");
      mentor.see("meter.mic");
      mentor.assertAccessible();
      mentor.click("#join");
      mentor.see("main [data-state=in]");
      phone.openAs(link, people.student(), SharedServer.PASSWORD);
      phone.click("#join");
      phone.see(".tile .name", "Meera Iyer");
      guest.openAs(link, people.guest(), SharedServer.PASSWORD);
      guest.click("#join");
      guest.see(".waits h2", "You are in the waiting room");
      assertTrue(guest.all("#panel, #do-chat, #do-hand").stream().noneMatch(WebElement::isDisplayed),
          "who waits is not in the meeting");
      guest.assertUsable();
      guest.assertAccessible();
      guest.screenshot("meeting-waiting");
      mentor.click("#do-record");
      phone.see("dialog", "wants to record");
      mentor.see(".recording.asking", "Asking for consent");
      phone.screenshot("meeting-consent-phone");
      eventually("it has begun, so that it can be over", PATIENCE, () -> Instant.now().isAfter(start));
      mentor.click("#do-end");
      mentor.see("dialog h2", "End the meeting for all?");
      mentor.click("dialog button", "End for all");
      phone.see("#over");
      phone.gone("dialog");
      mentor.see("#over");
      mentor.tabTo("What happened");
      mentor.press(Keys.ENTER);
      mentor.see(".log li", "started a recording");
      mentor.see(".log li", "joined");
      mentor.assertUsable();
      mentor.assertAccessible();
      mentor.screenshot("meeting-over");
      eventually("the recording is a file", PATIENCE, () -> {
        phone.driver().navigate().refresh();
        phone.see("#over");
        return !phone.all(".recordings button").isEmpty();
      });
      phone.click(".recordings button");
      phone.see(".recordings video");
      eventually("picture and sound are played", PATIENCE, () -> (boolean) phone.driver().executeScript("""
          const played = document.querySelector('.recordings video');
          return played.videoWidth === 960 && played.webkitDecodedFrameCount > 0
            && played.webkitAudioDecodedByteCount > 0;"""));
      phone.assertAccessible();
      phone.screenshot("meeting-recordings-phone");
      Stream.of(mentor, phone, guest).forEach(page -> page.assertNoErrors("404"));
    }
  }

  /** Devices, the screen, recording with consent, the deputy. */
  private static void decide(Browser mentor, Browser phone, Browser guest) {
    mentor.click("#do-devices");
    mentor.see("dialog select");
    mentor.assertUsable();
    mentor.press(Keys.ESCAPE);
    mentor.gone("dialog");
    // a browser without a window has no screen: a picture takes its place
    mentor.driver().executeScript("""
        navigator.mediaDevices.getDisplayMedia = async () => {
          const canvas = document.createElement('canvas');
          canvas.getContext('2d').fillRect(0, 0, 50, 50);
          return canvas.captureStream(5);
        };""");
    mentor.click("#do-screen");
    phone.see(".tile.sharing .name", "Meera Iyer");
    mentor.click("#do-screen");
    phone.gone(".tile.sharing");

    mentor.click("#do-record");
    phone.see("dialog", "wants to record");
    phone.click("dialog button", "I agree");
    mentor.see(".recording", "agreed: you, Asha Kulkarni · asked: Gopal Rao");
    guest.see("dialog", "wants to record");
    guest.press(Keys.ESCAPE); // is no consent
    phone.see("#messages", "Gopal Rao did not agree");
    mentor.see(".recording .kept", "The recording is kept");

    assertTrue(phone.all("#do-end").stream().noneMatch(WebElement::isDisplayed));
    mentor.see(".present button[aria-label='Make co-host Asha Kulkarni']").click();
    phone.see("#do-end");
    mentor.see(".present li", "co-host");
    mentor.screenshot("meeting-three");
  }

  /** The one with most sockets, so that somebody's is lost for sure. */
  private static Node holder(List<Node> nodes) throws IOException {
    Node most = null;
    double found = 0;
    for (Node node : nodes) {
      var sockets = SOCKETS.matcher(node.api().get("/metrics", null).text());
      double here = sockets.find() ? Double.parseDouble(sockets.group(1)) : 0;
      if (here > found) {
        most = node;
        found = here;
      }
    }
    assertTrue(most != null, "no node holds a socket");
    return most;
  }

  private static boolean isIn(Browser page) {
    return !page.all("main [data-signal=there][data-state=in]").isEmpty()
        && page.see(".status").getText().equals("Connected.");
  }

  static void say(Browser page, String words) {
    page.type("#message", words);
    page.see(".chat button").click();
  }

  /** Waits until received bytes grow on both sides. */
  static void flows(Browser... pages) {
    for (Browser page : pages) {
      long before = received(page);
      eventually("media flow", PATIENCE, () -> received(page) > before + 10_000);
    }
  }

  private static long received(Browser page) {
    return (long) page.driver().executeScript(
        "return Number(document.querySelector('.tile:not(.mine)')?.dataset.bytesReceived ?? 0)");
  }
}
