package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api.Reply;
import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Samples for slots and bookings. */
final class MentoringSamples implements DomainSamples {
  @Override
  public Set<String> last() {
    return Set.of("mentoring.booking.cancel", "mentoring.cancellation.agree");
  }

  /** Any student may take an open slot. */
  @Override
  public Set<String> notPersonal() {
    return Set.of("mentoring.slot.hold", "mentoring.slot.release", "mentoring.mentor.get", "mentoring.time.list",
        "mentoring.time.hold", "mentoring.price.get");
  }

  @Override
  public void own(Belongings things) throws Exception {
    Instant start = Instant.now().plus(Duration.ofMinutes(8));
    String slot = slot(things, start, start.plusSeconds(1800));
    String booking = things.made(things.student(), "/api/bookings", Map.of("slotId", slot, "title", "Career advice"));
    things.own("mentoring.slot.cancel", things.mentor(),
        Map.of("id", slot(things, start.plusSeconds(9000), start.plusSeconds(10_800))));
    things.own("mentoring.booking.get", things.student(), Map.of("id", booking));
    things.own("mentoring.booking.cancel", things.student(), Map.of("id", booking));
    things.own("mentoring.booking.changes", things.student(), Map.of("id", booking));
    things.own("mentoring.booking.move", things.student(), Map.of("id", booking), Map.of("slotId", slot));
    things.own("mentoring.cancellation.ask", things.student(), Map.of("id", booking));
    for (String decision : List.of("booking.approve", "booking.decline", "cancellation.agree")) {
      things.own("mentoring." + decision, things.mentor(), Map.of("id", booking));
    }
    things.remember("booking", booking);
    String met = things.made(things.student(), "/api/bookings",
        Map.of("slotId", slot(things, start.plusSeconds(20_000), start.plusSeconds(21_800)), "title", "Career advice"));
    things.execute("UPDATE mentoring.bookings SET state = 'completed' WHERE id = '" + met + "'");
    things.own("mentoring.feedback.get", things.student(), Map.of("id", met));
    things.own("mentoring.feedback.rate", things.student(), Map.of("id", met));
    things.own("mentoring.feedback.review", things.mentor(), Map.of("id", met),
        Map.of("scores", List.of(Map.of("criterion", "goals", "score", 4))));
    things.own("mentoring.scorecard.get", things.lead(), Map.of("userId", things.student().id()));
  }

  private static String slot(Belongings things, Instant start, Instant end) throws IOException {
    Reply made = things.api().post("/api/slots", things.mentor().token(),
        Map.of("startsAt", start.toString(), "endsAt", end.toString()));
    assertTrue(made.status() == 201, made::text);
    return made.data().path("slots").path(0).path("id").asText();
  }
}
