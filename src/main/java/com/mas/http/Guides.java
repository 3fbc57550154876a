package com.mas.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Renders the guides, Markdown files of the resources' folder {@code docs}, as HTML. A guide in none of the groups is
 * listed at the end. Raw HTML in a guide is shown as text; comments are left out.
 */
final class Guides {
  static final String PATH = "/docs/guide/";
  static final String CHANGELOG = "changelog";
  /** Names of the guides by heading of the contents. */
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("Start", List.of("first-steps", "typescript"));
    GROUPS.put("Build", List.of("architecture", "add-a-domain", "connect-a-system", "workers"));
    GROUPS.put("Run", List.of("operations", "settings", "security"));
    GROUPS.put("Know", List.of("realtime", "risk-model", "gamification", "credentials", "questionnaires"));
  }

  private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer HTML = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true)
      .attributeProviderFactory(context -> Guides::attribute).build();
  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  /**
   * One guide.
   *
   * @param title its first heading
   * @param about its first paragraph, as text
   * @param sections its second-level headings: id and text
   */
  record Guide(String name, String title, String about, Map<String, String> sections, String html) {
    String path() {
      return name.equals(CHANGELOG) ? "/docs/" + CHANGELOG : PATH + name;
    }
  }

  private final Map<String, Guide> guides = new LinkedHashMap<>();
  private final Map<String, List<Guide>> groups = new LinkedHashMap<>();

  /** Reads and renders all guides of this build, and its changelog. */
  static Guides load() {
    Map<String, String> texts = new LinkedHashMap<>();
    ResourceFolder.read("docs", (name, bytes) -> {
      if (name.endsWith(".md")) {
        texts.put(name.substring(0, name.length() - 3).toLowerCase(Locale.ROOT),
            new String(bytes, StandardCharsets.UTF_8));
      }
    });
    // lies in another source folder
    try (InputStream changes = Guides.class.getResourceAsStream("/docs/CHANGELOG.md")) {
      texts.put(CHANGELOG, new String(changes.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Guides(texts);
  }

  /** @param texts Markdown by name */
  Guides(Map<String, String> texts) {
    Map<String, String> left = new LinkedHashMap<>(texts);
    GROUPS.forEach((heading, names) -> names.stream().filter(left::containsKey)
        .forEach(name -> add(heading, render(name, left.remove(name)))));
    String changes = left.remove(CHANGELOG);
    left.forEach((name, text) -> add("More", render(name, text)));
    if (changes != null) {
      guides.put(CHANGELOG, render(CHANGELOG, changes));
    }
  }

  private void add(String heading, Guide guide) {
    guides.put(guide.name, guide);
    groups.computeIfAbsent(heading, none -> new ArrayList<>()).add(guide);
  }

  /** Returns the guides by name, the changelog among them. */
  Map<String, Guide> all() {
    return guides;
  }

  /** Returns the guides by heading of the contents, without the changelog. */
  Map<String, List<Guide>> groups() {
    return groups;
  }

  static Guide render(String name, String text) {
    Node document = PARSER.parse(text.replaceAll("(?s)<!--.*?-->\\n?", ""));
    String title = name;
    String about = "";
    Map<String, String> sections = new LinkedHashMap<>();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading && heading.getLevel() == 1) {
        title = TEXT.render(heading).strip();
      } else if (node instanceof Heading heading && heading.getLevel() == 2) {
        sections.put(id(heading), TEXT.render(heading).strip());
      } else if (about.isEmpty() && !(node instanceof Heading)) {
        about = TEXT.render(node).strip().replace('\n', ' ');
      }
    }
    return new Guide(name, title, about, sections, HTML.render(document));
  }

  private static void attribute(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Heading heading) {
      attributes.put("id", id(heading));
    } else if (node instanceof Link) {
      attributes.computeIfPresent("href", (name, target) -> address(target));
    } else if (node instanceof FencedCodeBlock block && tag.equals("pre")) {
      attributes.put("tabindex", "0"); // wide ones are scrolled by the keyboard
      if (block.getInfo().endsWith(" answer")) {
        attributes.put("class", "answer");
      }
    }
  }

  /** Returns the id of a heading as GitHub makes it, so that links hold on both. */
  static String id(Heading heading) {
    return TEXT.render(heading).strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} -]", "").replace(' ', '-');
  }

  /** Returns the address here of what a link in the repository leads to. */
  private static String address(String target) {
    String[] parts = target.split("#", 2);
    String anchor = parts.length == 2 ? "#" + parts[1] : "";
    String file = parts[0].substring(parts[0].lastIndexOf('/') + 1);
    if (target.contains(":") || target.startsWith("/") || !file.endsWith(".md")) {
      return target;
    }
    String name = file.substring(0, file.length() - 3).toLowerCase(Locale.ROOT);
    return (name.equals(CHANGELOG) ? "/docs/" + CHANGELOG : PATH + name) + anchor;
  }
}
