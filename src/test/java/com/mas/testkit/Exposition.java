package com.mas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in Prometheus's text format 0.0.4, read strictly: what a lenient reader would pass over fails. Each family
 * has its help, then its type, then its samples, once; buckets are cumulative, in order, and end with what the count
 * says.
 */
public record Exposition(Map<String, Family> families) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final String LABEL = "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"";
  private static final Pattern LABELS = Pattern.compile(LABEL + "(,|$)");
  private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*)\\})?"
      + " ([-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|Inf)|NaN)");
  private static final Map<String, Set<String>> ENDINGS = Map.of("counter", Set.of(""), "gauge", Set.of(""),
      "untyped", Set.of(""), "histogram", Set.of("_bucket", "_count", "_sum"), "summary", Set.of("", "_count", "_sum"));

  /** @param labels sorted by their names */
  public record Sample(String name, Map<String, String> labels, double value) {
    Map<String, String> without(String label) {
      Map<String, String> rest = new TreeMap<>(labels);
      rest.remove(label);
      return rest;
    }
  }

  public record Family(String name, String type, String help, List<Sample> samples) {}

  public static Exposition parse(String text) {
    assertTrue(text.endsWith("\n"), "the last line ends");
    Map<String, Family> families = new LinkedHashMap<>();
    Family now = null;
    String help = null;
    for (String line : text.lines().toList()) {
      Matcher helps = HELP.matcher(line);
      Matcher types = TYPE.matcher(line);
      if (helps.matches()) {
        assertNull(help, line);
        help = helps.group(2);
        assertFalse(help.isBlank(), line);
        assertFalse(families.containsKey(helps.group(1)), () -> "twice: " + line);
        now = new Family(helps.group(1), "", help, List.of());
      } else if (types.matches()) {
        assertNotNull(help, () -> "no help before " + line);
        assertEquals(now.name, types.group(1));
        now = new Family(now.name, types.group(2), help, new ArrayList<>());
        families.put(now.name, now);
        help = null;
      } else {
        assertNull(help, () -> "no type before " + line);
        add(now, line);
      }
    }
    families.values().forEach(Exposition::check);
    return new Exposition(families);
  }

  private static void add(Family family, String line) {
    Matcher found = SAMPLE.matcher(line);
    assertTrue(found.matches(), () -> "no sample: " + line);
    String name = found.group(1);
    assertTrue(family != null && name.startsWith(family.name)
        && ENDINGS.get(family.type).contains(name.substring(family.name.length())), () -> "stray: " + line);
    Map<String, String> labels = new TreeMap<>();
    if (found.group(2) != null) {
      Matcher label = LABELS.matcher(found.group(2));
      while (label.find()) {
        assertNull(labels.put(label.group(1), label.group(2)), line);
      }
    }
    String value = found.group(found.groupCount());
    family.samples.add(new Sample(name, labels, Double.parseDouble(value.replace("Inf", "Infinity"))));
  }

  private static void check(Family family) {
    assertFalse(family.samples.isEmpty(), () -> family.name + " has no samples");
    assertEquals(family.samples.size(), family.samples.stream().map(each -> each.name + each.labels).distinct().count(),
        () -> family.name + " has a series twice");
    if (family.type.equals("counter")) {
      assertTrue(family.name.endsWith("_total"), () -> family.name + " is a counter");
    }
    if (!family.type.equals("gauge")) {
      family.samples.forEach(each -> assertTrue(each.value >= 0, each::toString));
    }
    if (family.type.equals("histogram")) {
      Map<Map<String, String>, List<Sample>> series = new LinkedHashMap<>();
      family.samples.forEach(each -> series.computeIfAbsent(each.without("le"), labels -> new ArrayList<>()).add(each));
      series.forEach((labels, samples) -> histogram(family.name + labels, samples));
    }
  }

  private static void histogram(String series, List<Sample> samples) {
    double bound = Double.NEGATIVE_INFINITY;
    double inside = 0;
    for (Sample bucket : samples.stream().filter(each -> each.name.endsWith("_bucket")).toList()) {
      double le = Double.parseDouble(bucket.labels.get("le").replace("Inf", "Infinity"));
      assertTrue(le > bound, () -> series + " has its buckets in order");
      assertTrue(bucket.value >= inside, () -> series + " is cumulative");
      bound = le;
      inside = bucket.value;
    }
    assertEquals(Double.POSITIVE_INFINITY, bound, () -> series + " ends with +Inf");
    assertEquals(inside, one(samples, "_count"), () -> series + " counts what is in its buckets");
    assertTrue(one(samples, "_sum") >= 0, series);
  }

  private static double one(List<Sample> samples, String ending) {
    List<Sample> found = samples.stream().filter(each -> each.name.endsWith(ending)).toList();
    assertEquals(1, found.size(), () -> "one " + ending + " in " + samples);
    return found.getFirst().value;
  }

  /** Returns how often something was recorded with such labels; 0 for what is not there. */
  public double count(String family, Map<String, String> labels) {
    return sum(family, "_count", labels);
  }

  /** Computes what {@code histogram_quantile} does of all series with such labels; infinite above the last bound. */
  public double quantile(double quantile, String family, Map<String, String> labels) {
    Map<Double, Double> buckets = new TreeMap<>();
    families.get(family).samples.stream().filter(each -> each.name.endsWith("_bucket"))
        .filter(each -> each.labels.entrySet().containsAll(labels.entrySet())).forEach(each -> buckets.merge(
            Double.parseDouble(each.labels.get("le").replace("Inf", "Infinity")), each.value, Double::sum));
    double rank = quantile * buckets.values().stream().mapToDouble(each -> each).max().orElse(0);
    double from = 0;
    double before = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank && bucket.getValue() > before) {
        return from + (bucket.getKey() - from) * (rank - before) / (bucket.getValue() - before);
      }
      from = bucket.getKey();
      before = bucket.getValue();
    }
    return Double.NaN;
  }

  /** Returns the values of a family's samples with such labels and ending, added up. */
  public double sum(String family, String ending, Map<String, String> labels) {
    Family known = families.get(family);
    return known == null ? 0 : known.samples.stream().filter(each -> each.name.equals(family + ending))
        .filter(each -> each.labels.entrySet().containsAll(labels.entrySet())).mapToDouble(Sample::value).sum();
  }
}
