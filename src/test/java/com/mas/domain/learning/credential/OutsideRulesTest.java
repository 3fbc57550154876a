package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.mas.bus.Json;
import com.mas.domain.learning.credential.OutsideIssuer.Listed;
import com.mas.domain.learning.credential.OutsideIssuer.Mapping;
import com.mas.domain.learning.credential.OutsideIssuer.Paging;
import com.mas.domain.learning.credential.OutsideIssuer.Place;
import com.mas.domain.learning.credential.OutsideRow.Skip;
import com.mas.domain.learning.credential.OutsideRules.Hours;
import com.mas.domain.learning.credential.OutsideRules.Mark;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class OutsideRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.5Z");
  private static final Mapping MAP = new Mapping(place("/id"), place("/mail"), place("/name"), place("/title"), null,
      Place.of(json("[\"/hours/max\", \"/hours/min\"]")), place("/on"), place("/file"));

  private static Place place(String pointer) {
    return Place.of(TextNode.valueOf(pointer));
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  private static OutsideRow row(String text) {
    return OutsideRules.row(MAP, json(text), new Hours(0, 1000));
  }

  private static Listed list(Paging paging, boolean saysNext) {
    return new Listed("/x", null, null, 20, "p", paging, null, saysNext ? place("/next") : null, place("/rows"));
  }

  @Test
  void aMarkIsReadAsItWasWrittenWhateverItsCursorIs() {
    Mark mark = new Mark("2026-01-01T00:00:00Z", "2026-11-29T10:00:00Z", 7, "a~b~~c");
    assertEquals(mark, OutsideRules.mark(mark.written(), NOW));
    assertEquals(new Mark("2026-01-01T00:00:00Z", "2026-11-29T10:00:00Z", 0, ""),
        OutsideRules.mark("2026-01-01T00:00:00Z", NOW));
    assertEquals(new Mark("", "2026-11-29T10:00:00Z", 0, ""), OutsideRules.mark(null, NOW));
    assertEquals("2026-11-28T10:00:00Z", OutsideRules.since(mark, Duration.ofHours(24)));
  }

  @Test
  void theNextPageIsWhereTheListSays() {
    assertEquals("4", OutsideRules.next(list(Paging.NUMBER, true), "3", json("{'next':'page_4'}"), 20));
    assertNull(OutsideRules.next(list(Paging.NUMBER, true), "3", json("{'next':null}"), 20));
    assertNull(OutsideRules.next(list(Paging.NUMBER, true), "3", json("{'next':false}"), 20));
    assertEquals("4", OutsideRules.next(list(Paging.NUMBER, false), "3", json("{}"), 1));
    assertNull(OutsideRules.next(list(Paging.NUMBER, false), "3", json("{}"), 0));
    assertEquals("60", OutsideRules.next(list(Paging.OFFSET, true), "40", json("{'next':60}"), 20));
    assertEquals("45", OutsideRules.next(list(Paging.OFFSET, true), "40", json("{'next':true}"), 5));
    assertEquals("c2", OutsideRules.next(list(Paging.CURSOR, true), "c1", json("{'next':'c2'}"), 20));
    assertEquals("c 2", OutsideRules.next(list(Paging.CURSOR, true), "c1",
        json("{'next':'https://elsewhere.example/?limit=3&p=c%202'}"), 20));
  }

  @Test
  void aListThatLeadsNowhereIsNotFollowed() {
    for (Paging paging : new Paging[] {Paging.OFFSET, Paging.CURSOR}) {
      assertThrows(IllegalArgumentException.class,
          () -> OutsideRules.next(list(paging, true), "40", json("{'next':40}"), 20));
    }
    assertThrows(IllegalArgumentException.class,
        () -> OutsideRules.next(list(Paging.CURSOR, true), "c", json("{'next':'https://x.example/?q=1'}"), 20));
  }

  @Test
  void aRowIsReadByItsPlacesAndWhatCannotBeKeptIsSkipped() {
    OutsideRow good = row("{'id':7,'mail':' Asha@X.example ','title':' SQL ','hours':{'min':'7.5'},"
        + "'on':'2026-01-05T23:00:00Z','file':'https://x.example/7.pdf'}");
    assertEquals(new OutsideRow("7", "asha@x.example", "asha", "SQL", null, 7.5, LocalDate.parse("2026-01-05"),
        "https://x.example/7.pdf", null, null, null), good);
    assertEquals(Skip.NO_EMAIL, row("{'id':7,'title':'SQL'}").skip());
    assertEquals(Skip.NO_EMAIL, row("{'id':7,'title':'SQL','mail':['a@x.example']}").skip());
    assertEquals(Skip.UNREADABLE, row("{'mail':'a@x.example','title':'SQL'}").skip());
    assertEquals(Skip.UNREADABLE, row("{'id':7,'mail':'a@x.example','title':'\\u0000'}").skip());
    assertEquals(Skip.UNREADABLE, row("{'id':'" + "x".repeat(201) + "','mail':'a@x.example','title':'SQL'}").skip());
    assertEquals(Skip.UNREADABLE, row("'text'").skip());
    assertEquals(Skip.HOURS, row("{'id':7,'mail':'a@x.example','title':'SQL','hours':{'max':1001}}").skip());
    assertNull(row("{'id':7,'mail':'a@x.example','title':'SQL','hours':{'max':-1},'on':'soon enough'}").hours());
    assertEquals(Skip.HOURS, OutsideRules.row(MAP, json("{'id':7,'mail':'a@x.example','title':'SQL'}"),
        new Hours(7.5, 30)).skip());
    assertEquals(200, row("{'id':7,'mail':'a@x.example','title':'" + "x".repeat(300) + "'}").title().length());
  }
}
