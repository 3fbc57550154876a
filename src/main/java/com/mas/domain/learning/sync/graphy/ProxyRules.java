package com.mas.domain.learning.sync.graphy;

import com.mas.bus.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides what may be passed on to Graphy. A path is plain characters that mean the same to everybody who reads it:
 * with nothing to decode there is nothing that one reader decodes and another does not.
 */
final class ProxyRules {
  static final int MAX_PATH = 500;
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~.-]{1,200}");
  private static final Pattern ALLOWED = Pattern.compile("(GET|POST) (/[A-Za-z0-9_~./*-]*)");

  /** A method and a path; a star at its end stands for the rest. */
  record Allowed(String method, String path) {
    boolean covers(String asked, String where) {
      if (!method.equals(asked)) {
        return false;
      }
      return path.endsWith("*") ? where.startsWith(path.substring(0, path.length() - 1)) : where.equals(path);
    }
  }

  private ProxyRules() {}

  /** @throws IllegalArgumentException with words for who sets it */
  static List<Allowed> read(List<String> words) {
    return words.stream().map(word -> {
      var parts = ALLOWED.matcher(word);
      if (!parts.matches() || parts.group(2).indexOf('*') >= 0 && !parts.group(2).matches("/[^*]*/\\*")) {
        throw new IllegalArgumentException("GRAPHY_PROXY_ALLOW has " + word
            + "; it must be a list of GET or POST, a blank and a path, which may end in /*");
      }
      return new Allowed(parts.group(1), parts.group(2));
    }).toList();
  }

  /** Says why it may not be passed on, in words, or nothing. */
  static Optional<FailureException> refusal(List<Allowed> allowed, String method, String path) {
    String verb = method == null ? "" : method.toUpperCase(Locale.ROOT);
    if (!isPlain(path)) {
      return Optional.of(GraphyContract.NOT_PASSED_ON.with(
          "The path must begin with one slash and have letters, digits and -_.~ between slashes."));
    }
    return allowed.stream().anyMatch(each -> each.covers(verb, path)) ? Optional.empty()
        : Optional.of(GraphyContract.NOT_PASSED_ON.with(
            "This method and path are not among those that may be passed on (GRAPHY_PROXY_ALLOW)."));
  }

  /** No host, no climbing, no encoding, no query, nothing that a header could be made of. */
  static boolean isPlain(String path) {
    if (path == null || path.length() > MAX_PATH || path.length() < 2 || path.charAt(0) != '/') {
      return false;
    }
    for (String segment : path.substring(1).split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches() || segment.chars().allMatch(c -> c == '.')) {
        return false;
      }
    }
    return true;
  }
}
