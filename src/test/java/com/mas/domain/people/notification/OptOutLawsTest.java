package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.domain.people.notification.OptOutRules.Meaning;
import com.mas.domain.people.notification.OptOutRules.Source;
import com.mas.domain.people.notification.OptOutRules.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class OptOutLawsTest {
  private static final List<String> OUT = List.of("STOP", "stop all", "Unsubscribe", "opt-out", "Opt out",
      "Stop promotions", "don't message me", "Don\u2019t send me messages", "stop sending messages", "S.T.O.P",
      "\uff33\uff34\uff2f\uff30", "रोकें", "बंद करो", "बन्द करें", "स्टॉप", "band karo", "थांबा", "बंद करा",
      "বন্ধ করুন", "স্টপ", "நிறுத்து", "நிறுத்தவும்", "ஸ்டாப்", "ఆపు", "ఆపండి", "స్టాప్", "ನಿಲ್ಲಿಸು", "ನಿಲ್ಲಿಸಿ",
      "ಸ್ಟಾಪ್");
  private static final List<String> IN = List.of("START", "unstop", "Subscribe", "opt in", "resume", "शुरू करें",
      "सुरू करा", "শুরু করুন", "தொடங்கு", "ప్రారంభించు", "ಪ್ರಾರಂಭಿಸಿ");

  @Provide
  Arbitrary<String> outs() {
    return Arbitraries.of(OUT);
  }

  @Provide
  Arbitrary<String> ins() {
    return Arbitraries.of(IN);
  }

  @Provide
  Arbitrary<String> around() {
    return Arbitraries.of("", " ", "!", "...", "\u200b", "\u202a", "\u2069", "\ufeff", "\u00a0", "\ud83d\uded1",
        "\ud83d\ude4f\ud83c\udffd", " \u2764\ufe0f ", "\"", "\n", "*", "।", "\u200d");
  }

  @Provide
  Arbitrary<String> courtesies() {
    return Arbitraries.of("", "please", "PLS", "thank you", "thanks", "sir", "कृपया", "দয়া করে",
        "தயவுசெய்து", "దయచేసి", "ದಯವಿಟ್ಟು");
  }

  @Property
  void aWishIsUnderstoodWithWhateverStandsAroundIt(@ForAll("outs") String out, @ForAll("ins") String in,
      @ForAll("around") String before, @ForAll("around") String after, @ForAll("courtesies") String first,
      @ForAll("courtesies") String last) {
    for (String text : List.of(before + out + after, before + first + " " + out + after,
        before + first + " " + out + ", " + last + after, out + " " + after + " " + out,
        out.toUpperCase(Locale.ROOT))) {
      assertEquals(Meaning.OPT_OUT, OptOutRules.meaning(text), text);
    }
    assertEquals(Meaning.OPT_IN, OptOutRules.meaning(before + first + " " + in + after + " " + last));
  }

  @Property
  void aSentenceThatHasTheWordAmongOthersIsNone(@ForAll("outs") String out, @ForAll("ins") String in) {
    for (String word : List.of(out, in)) {
      for (String sentence : List.of("when will this course %s today", "I saw a bus %s near me",
          "%s by step 4 I was lost", "यह कॉर्स %s होगा क्या")) {
        assertEquals(Meaning.OTHER, OptOutRules.meaning(sentence.formatted(word)), sentence.formatted(word));
      }
    }
  }

  @Property
  void junkIsNoWish(@ForAll @StringLength(max = 60) String junk) {
    String text = "x" + junk + "9";
    assertEquals(Meaning.OTHER, OptOutRules.meaning(text));
  }

  @Example
  void whatIsNoWish() {
    for (String text : new String[] {null, "", " ", "please don't stop", "don't stop", "what time does it start?",
        "please", "thanks", "ok", "hi", "non-stop", "bus stop", "stop the timer of question 4", "start date?",
        "the end is near", "cancel my class of Monday", "கு", "बं", "\ud83d\uded1", "stop start"}) {
      assertEquals(Meaning.OTHER, OptOutRules.meaning(text), text);
    }
    for (String text : List.of("stop please", "STOP \ud83d\uded1", "Please STOP.", "stop stop stop", "ok stop thanks",
        "kindly unsubscribe me", "please stop sending me messages")) {
      assertEquals(Meaning.OPT_OUT, OptOutRules.meaning(text), text);
    }
  }

  @Provide
  Arbitrary<Wish> wishes() {
    return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(Source.values()),
        Arbitraries.integers().between(0, 5))
        .as((out, source, second) -> new Wish("6591234567", out, source, Instant.ofEpochSecond(second)));
  }

  @Property
  void ofTwoWishesTheLaterHoldsAndAWeakerOptOutTakesNoStrongersPlace(@ForAll("wishes") Wish one,
      @ForAll("wishes") Wish other) {
    Wish after = OptOutRules.after(one, other);
    if (other.at().isAfter(one.at())) {
      assertEquals(other.optedOut(), after.optedOut());
    }
    if (one.at().equals(other.at())) {
      assertEquals(one.optedOut() || other.optedOut(), after.optedOut());
    }
    if (one.optedOut() && one.source().ofAll && after.optedOut()) {
      assertEquals(true, after.source().ofAll);
    }
    assertEquals(after, OptOutRules.after(after, other), "told twice is told once");
    assertEquals(one, OptOutRules.after(null, one));
  }
}
