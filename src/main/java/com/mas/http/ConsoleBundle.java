package com.mas.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the modules that every screen needs into one file, at the start, so that a first visit asks for it once rather
 * than for each of them over a few slow connections. Libraries stay files of their own. The words of a page, in the
 * folder {@code words}, are put into each module that imports them, so that no page asks for its words by themselves.
 *
 * <p>A module becomes a function that returns what it exports; the file exports that under the module's name and its
 * own, such as {@code m$core$api}. Other modules are served with their imports of these ones led to it, so that each
 * is there once. All is text in the form in which the pages are written: {@code import { a, b as c } from "./x.js";}.
 */
final class ConsoleBundle {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import \\{([^}]*)\\} from '(\\.[^']+)';\\n");
  /** Matches what a module takes from another one, for itself or to hand it on. */
  private static final Pattern TAKEN =
      Pattern.compile("(?m)^(import|export) \\{([^}]*)\\} from '(\\.[^']+)';\\n");
  private static final Pattern FROM = Pattern.compile("(?:from |import\\(?)'(\\.[^']+)'");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export (?=(?:const|function|async function|class) (\\w+))");
  private static final Pattern EXPORTS = Pattern.compile("(?m)^export \\{([^}]*)\\};\\n");
  static final String LIBRARIES = "/vendor/";
  private static final String WORDS = "/words/";

  private final String root;
  private final Map<String, String> sources;
  /** Exports of each module in the bundle, by its path, those first that others need. */
  private final Map<String, Set<String>> exports = new LinkedHashMap<>();
  private final Set<String> libraries = new LinkedHashSet<>();
  private final StringBuilder bodies = new StringBuilder();

  /**
   * @param root path of the first module
   * @param sources text by path, of all modules
   */
  ConsoleBundle(String root, Map<String, String> sources) {
    this.root = root;
    this.sources = sources;
    take(root);
  }

  private void take(String path) {
    if (exports.containsKey(path)) {
      return;
    }
    String source = source(path);
    IMPORT.matcher(source).results().map(found -> resolve(path, found.group(2))).forEach(needed -> {
      if (needed.contains(LIBRARIES)) {
        libraries.add(needed);
      } else {
        take(needed);
      }
    });
    Set<String> names = new LinkedHashSet<>();
    EXPORT.matcher(source).results().forEach(found -> names.add(found.group(1)));
    EXPORTS.matcher(source).results()
        .forEach(found -> names.addAll(List.of(found.group(1).strip().split("\\s*,\\s*"))));
    exports.put(path, names);
    String body = EXPORTS.matcher(EXPORT.matcher(source).replaceAll("")).replaceAll("");
    bodies.append("const ").append(name(path)).append(" = (() => {\n")
        .append(IMPORT.matcher(body).replaceAll(found -> Matcher.quoteReplacement("const {"
            + found.group(1).replace(" as ", ": ") + "} = " + name(resolve(path, found.group(2))) + ";\n")))
        .append("return { ").append(String.join(", ", names)).append(" };\n})();\n");
  }

  /** Returns the text of the one file, which takes the place of the first module. */
  String text() {
    List<String> parts = new ArrayList<>();
    libraries.forEach(path -> parts.add("import * as " + name(path) + " from '." + path.substring(folder().length())
        + "';\n"));
    parts.add(bodies.toString());
    exports.forEach((path, names) -> {
      if (!names.isEmpty()) {
        parts.add(names.stream().map(each -> each + ": " + name(path) + "$" + each)
            .collect(Collectors.joining(", ", "export const { ", " } = " + name(path) + ";\n")));
      }
    });
    return String.join("", parts);
  }

  /**
   * Returns a module that is not in the file, with what it takes from these ones led to the file.
   *
   * @throws IllegalStateException when it would have one of them twice, as it names it in another form
   */
  String led(String path) {
    String up = "../".repeat((int) path.substring(folder().length() + 1).chars().filter(each -> each == '/').count());
    String file = (up.isEmpty() ? "./" : up) + root.substring(folder().length() + 1);
    Set<String> ofWords = new LinkedHashSet<>();
    String led = TAKEN.matcher(source(path)).replaceAll(found -> {
      String needed = resolve(path, found.group(3));
      if (isWords(needed)) {
        return Matcher.quoteReplacement(words(needed, found.group(2), ofWords));
      }
      if (!exports.containsKey(needed)) {
        return Matcher.quoteReplacement(found.group());
      }
      String names = Stream.of(found.group(2).strip().split("\\s*,\\s*"))
          .map(each -> name(needed) + "$" + (each.contains(" as ") ? each : each + " as " + each))
          .collect(Collectors.joining(", "));
      return Matcher.quoteReplacement(found.group(1) + " { " + names + " } from '" + file + "';\n");
    });
    FROM.matcher(led).results().map(found -> resolve(path, found.group(1)))
        .filter(needed -> exports.containsKey(needed) && !needed.equals(root)).forEach(needed -> {
          throw new IllegalStateException(path + " takes from " + needed + " in a form that is not known here");
        });
    return ofWords.isEmpty() ? led : "import { " + String.join(", ", ofWords) + " } from '" + file + "';\n" + led;
  }

  /** Returns whether a module has the words of a page, which are put where they are imported. */
  static boolean isWords(String path) {
    return path.contains(WORDS);
  }

  /** Writes words in place of their import; adds the names to {@code taken} that they take from the file. */
  private String words(String path, String names, Set<String> taken) {
    String source = source(path);
    String body = IMPORT.matcher(EXPORT.matcher(source).replaceAll("")).replaceAll(found -> {
      String needed = resolve(path, found.group(2));
      if (!exports.containsKey(needed)) {
        throw new IllegalStateException(path + " takes from " + needed + ", which not every screen has");
      }
      return Matcher.quoteReplacement(Stream.of(found.group(1).strip().split("\\s*,\\s*")).map(each -> {
        String[] both = each.split(" as ");
        String name = name(needed) + "$" + both[0];
        taken.add(name);
        return both[both.length - 1] + " = " + name;
      }).collect(Collectors.joining(", ", "const ", ";\n")));
    });
    String made = EXPORT.matcher(source).results().map(found -> found.group(1)).collect(Collectors.joining(", "));
    return "const {" + names.replace(" as ", ": ") + "} = (() => {\n" + body + "return { " + made + " };\n})();\n";
  }

  boolean has(String path) {
    return exports.containsKey(path);
  }

  private String source(String path) {
    String source = sources.get(path);
    if (source == null) {
      throw new IllegalStateException("no module is at " + path);
    }
    return source;
  }

  private String folder() {
    return root.substring(0, root.lastIndexOf('/'));
  }

  private static String resolve(String from, String path) {
    return URI.create(from).resolve(path).getPath();
  }

  /** Returns a name of JavaScript for a module: the last part of its path, in which no two are alike. */
  private static String name(String path) {
    return "m$" + path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.\\w+$", "").replaceAll("\\W", "_");
  }
}
