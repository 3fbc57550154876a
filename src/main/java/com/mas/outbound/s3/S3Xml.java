package com.mas.outbound.s3;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the documents of the interface: small trees of names and texts. What else XML can do is refused: a
 * document type, entities of its own. Attributes are skipped, prefixes cut off.
 */
public final class S3Xml {
  public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final int DEEPEST = 20;
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

  private final String name;
  private final List<S3Xml> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private S3Xml(String name) {
    this.name = name;
  }

  /** Fails with {@link Failure#INVALID} for what is no such document. */
  public static S3Xml read(byte[] bytes) {
    return new Reader(new String(bytes, StandardCharsets.UTF_8)).document();
  }

  public String name() {
    return name;
  }

  /** Returns the children of the name, in their order. */
  public List<S3Xml> all(String wanted) {
    return children.stream().filter(each -> each.name.equals(wanted)).toList();
  }

  /** Returns the text of the first child of the name; empty where there is none. */
  public String text(String wanted) {
    return all(wanted).stream().findFirst().map(each -> each.text.toString().strip()).orElse("");
  }

  /** Returns a whole document. */
  public static String document(String root, String... content) {
    return HEAD + "<" + root + " xmlns=\"" + NAMESPACE + "\">" + String.join("", content) + "</" + root + ">";
  }

  /** Returns the document that tells why a request is refused. */
  public static String error(String code, String message) {
    return HEAD + "<Error>" + tag("Code", code) + tag("Message", message) + "</Error>";
  }

  public static String tag(String name, Object value) {
    return "<" + name + ">" + escaped(String.valueOf(value)) + "</" + name + ">";
  }

  public static String group(String name, String... content) {
    return "<" + name + ">" + String.join("", content) + "</" + name + ">";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  /** Goes through one document, from its beginning to its end. */
  private static final class Reader {
    private final String all;
    private int at;

    Reader(String all) {
      this.all = all.startsWith("\ufeff") ? all.substring(1) : all;
    }

    S3Xml document() {
      skip();
      S3Xml root = element(0);
      skip();
      if (at < all.length()) {
        throw broken();
      }
      return root;
    }

    /** Skips blanks, comments and what is for the program that reads. */
    private void skip() {
      while (at < all.length()) {
        if (Character.isWhitespace(all.charAt(at))) {
          at++;
        } else if (all.startsWith("<?", at)) {
          past("?>");
        } else if (all.startsWith("<!--", at)) {
          past("-->");
        } else {
          return;
        }
      }
    }

    private S3Xml element(int depth) {
      if (depth > DEEPEST || at >= all.length() || all.charAt(at) != '<') {
        throw broken();
      }
      int begin = at + 1;
      String inside = all.substring(begin, past(">"));
      boolean isEmpty = inside.endsWith("/");
      String name = inside.split("[\\s/]", 2)[0];
      S3Xml element = new S3Xml(name.substring(name.indexOf(':') + 1));
      if (!name.matches("[A-Za-z_][A-Za-z0-9_:.-]*")) {
        throw broken();
      }
      while (!isEmpty && !all.startsWith("</", at)) {
        content(element, depth);
      }
      if (!isEmpty) {
        begin = at + 2;
        if (!all.substring(begin, past(">")).strip().equals(name)) {
          throw broken();
        }
      }
      return element;
    }

    private void content(S3Xml element, int depth) {
      if (at >= all.length()) {
        throw broken();
      } else if (all.startsWith("<![CDATA[", at)) {
        int begin = at + 9;
        element.text.append(all, begin, past("]]>"));
      } else if (all.startsWith("<!--", at)) {
        past("-->");
      } else if (all.charAt(at) == '<') {
        element.children.add(element(depth + 1));
      } else if (all.charAt(at) == '&') {
        int begin = at + 1;
        element.text.append(entity(all.substring(begin, past(";"))));
      } else {
        element.text.append(all.charAt(at++));
      }
    }

    private static String entity(String name) {
      if (name.matches("#(\\d{1,7}|x[0-9a-fA-F]{1,6})")) {
        int point = name.charAt(1) == 'x' ? Integer.parseInt(name.substring(2), 16)
            : Integer.parseInt(name.substring(1));
        return Character.isValidCodePoint(point) ? Character.toString(point) : "\ufffd";
      }
      String known = ENTITIES.get(name);
      if (known == null) {
        throw broken();
      }
      return known;
    }

    /** Goes on behind the sign, and returns where it began. */
    private int past(String sign) {
      int found = all.indexOf(sign, at);
      if (found < 0) {
        throw broken();
      }
      at = found + sign.length();
      return found;
    }

    private static FailureException broken() {
      return Failure.INVALID.with("The document cannot be read as XML.");
    }
  }
}
