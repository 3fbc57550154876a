package com.mas.domain.learning.questionnaire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Comments are cleaned as the plain expressions say: what is looked at beforehand only saves time. */
class CommentLawsTest {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}’']+");
  private static final List<String> PIECES = List.of("good", "gooood", "https://x.example/a", "WWW.x.example", "haHAha",
      "HEHEHEH", "looool", "LOL", "lmao", "ROFL", "Kelvin \u212a", "!!!", "..", ". .", "  ", "\n", "\u00a0", "\u2028",
      "\uFFFD", "\t", "बहुत", "ठठठ", "\uD835\uDC9C\uD835\uDC9C\uD835\uDC9C", "l’équipe", "it's", "x²", "42", "-",
      "teaching",
      "class");

  @Provide
  Arbitrary<String> comments() {
    return Arbitraries.of(PIECES).list().ofMinSize(3).ofMaxSize(12)
        .flatMap(pieces -> Arbitraries.of("", " ").map(between -> String.join(between, pieces)));
  }

  @Property
  void whatIsLookedAtBeforehandChangesNothing(@ForAll("comments") String comment) {
    String cleaned = CommentRules.clean(comment);
    String plain = plain(comment);
    assertEquals(cleaned == null ? plain : cleaned, plain, comment);
  }

  @Property
  void wordsAreCountedAsTheExpressionFindsThem(@ForAll("comments") String comment, @ForAll String any) {
    for (String text : List.of(comment, any)) {
      assertEquals(WORD.matcher(text).results().count(), CommentRules.words(text), text);
    }
  }

  private static String plain(String comment) {
    String text = comment.replaceAll("(?i)\\b(?:https?://|www\\.)\\S+", " ");
    text = text.replaceAll("(?i)\\b(?:(?:ha){2,}h?|(?:he){2,}h?|lo+l|lmao|rofl)\\b", " ");
    text = text.replaceAll("(\\p{L})\\1{2,}", "$1$1");
    text = text.replaceAll("([\\p{Punct}])\\1+", "$1");
    return text.replaceAll("[\\s\\p{Z}\\uFFFD]+", " ").strip();
  }
}
