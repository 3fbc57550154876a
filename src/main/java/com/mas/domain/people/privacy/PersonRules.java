package com.mas.domain.people.privacy;

import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.phone.PhoneRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which words tell a person. */
final class PersonRules {
  private static final int LEAST_DIGITS = 7;
  private static final int NATIONAL_DIGITS = 10;

  private PersonRules() {}

  /** Returns the ways in which the digits of the number may be written; none for null. */
  static List<String> forms(String phone, PhoneRules rules) {
    Set<String> forms = new LinkedHashSet<>();
    if (phone != null) {
      String digits = phone.replaceAll("[^0-9]", "");
      forms.add(digits);
      String whole = rules.digits(phone);
      if (whole != null) {
        forms.add(whole);
        forms.add(PhoneRules.key(whole));
        String national = whole.substring(Math.max(0, whole.length() - NATIONAL_DIGITS));
        if (whole.equals(rules.digits(national))) {
          forms.add(national);
        }
      }
    }
    return forms.stream().filter(each -> each.length() >= LEAST_DIGITS).toList();
  }

  /**
   * Returns a regular expression, as PostgreSQL reads it, for the person's address, numbers and name. A name of one
   * word is left out: it is a word of other texts, too.
   */
  static String words(Person person, List<String> phones) {
    List<String> words = new ArrayList<>();
    words.add(person.email().toLowerCase(Locale.ROOT));
    words.addAll(phones);
    String name = person.fullName().strip();
    if (name.matches(".*\\S\\s+\\S.*")) {
      words.add(name);
    }
    return bounded(words);
  }

  /** Returns a regular expression for what {@link #words} finds, and for the person's id. */
  static String named(Person person, List<String> phones) {
    return words(person, phones) + "|" + person.id();
  }

  private static String bounded(List<String> words) {
    return words.stream().map(PersonRules::literal)
        .collect(Collectors.joining("|", "(?<![[:alnum:]])(?:", ")(?![[:alnum:]])"));
  }

  private static String literal(String word) {
    return word.replaceAll("([\\p{Punct}])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
