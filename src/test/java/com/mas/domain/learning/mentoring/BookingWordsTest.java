package com.mas.domain.learning.mentoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BookingWordsTest {
  private static final Pattern STATES = Pattern.compile("past: 'Past meetings'.*?states: \\{([^}]*)}");
  private static final Pattern KEY = Pattern.compile("(\\w+): '");

  /** Those that are declined, or not answered in time, had an empty cell. */
  @Test
  void thePageHasAWordForEachStateOfAPastMeeting() throws Exception {
    String words;
    try (InputStream file = BookingWordsTest.class.getResourceAsStream("/console/words-live.js")) {
      words = new String(file.readAllBytes(), UTF_8);
    }
    Matcher states = STATES.matcher(words);
    assertTrue(states.find());
    List<String> known = KEY.matcher(states.group(1)).results().map(each -> each.group(1)).sorted().toList();
    EnumSet<BookingState> past = EnumSet.complementOf(EnumSet.of(BookingState.REQUESTED, BookingState.BOOKED));
    assertEquals(past.stream().map(BookingState::wire).sorted().toList(), known);
  }
}
