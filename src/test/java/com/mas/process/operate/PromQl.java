package com.mas.process.operate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metrics that an expression of Prometheus names, with the labels that it asks of them. */
final class PromQl {
  private static final Pattern TOKEN = Pattern.compile(
      "\\s+|\"[^\"]*\"|\\[[^]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[smhd]?|=~|!~|!=|==|>=|<=|.");
  private static final Set<String> FUNCTIONS = Set.of("rate", "increase", "histogram_quantile", "sum", "max", "min",
      "topk", "abs", "absent", "changes", "label_values");
  private static final Set<String> LISTS = Set.of("by", "without", "on", "ignoring");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool");

  /** @param function that is applied to the metric itself; empty for none */
  record Use(String metric, String function, Set<String> labels) {}

  private final List<String> tokens = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();
  private final Set<String> grouped = new TreeSet<>();
  private int at;

  private PromQl(String expression) {
    Matcher token = TOKEN.matcher(expression);
    while (token.find()) {
      if (!token.group().isBlank()) {
        tokens.add(token.group());
      }
    }
  }

  static List<Use> uses(String expression) {
    return read(expression).uses;
  }

  /** Returns the labels by which an expression groups or matches. */
  static Set<String> grouped(String expression) {
    return read(expression).grouped;
  }

  private static PromQl read(String expression) {
    PromQl read = new PromQl(expression);
    read.read();
    return read;
  }

  private void read() {
    Deque<String> inside = new ArrayDeque<>();
    String last = "";
    while (at < tokens.size()) {
      String token = tokens.get(at++);
      if (token.equals("(")) {
        inside.push(FUNCTIONS.contains(last) ? last : "");
      } else if (token.equals(")")) {
        inside.pop();
      } else if (LISTS.contains(token)) {
        grouped.addAll(names("(", ")"));
      } else if (isName(token) && !WORDS.contains(token) && !FUNCTIONS.contains(token)) {
        assertTrue(!token.equals(peek()) && !"(".equals(peek()), () -> token + " is no function that is known here");
        Set<String> labels = "{".equals(peek()) ? names("{", "}") : Set.of();
        uses.add(new Use(token, inside.isEmpty() ? "" : inside.peek(), labels));
        if (",".equals(peek()) && "label_values".equals(inside.peek())) {
          at += 2; // the name of a label
        }
      }
      last = token;
    }
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /** Reads a list of labels, or of matchers. */
  private Set<String> names(String opening, String closing) {
    assertTrue(tokens.get(at++).equals(opening), () -> opening + " expected in " + tokens);
    Set<String> names = new TreeSet<>();
    for (String token = tokens.get(at++); !token.equals(closing); token = tokens.get(at++)) {
      if (isName(token)) {
        names.add(token);
      }
    }
    return names;
  }

  private static boolean isName(String token) {
    return token.matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
  }
}
