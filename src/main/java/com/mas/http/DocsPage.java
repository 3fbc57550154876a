package com.mas.http;

import com.mas.bus.BusDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The documentation as one page that reads {@code /openapi.json} and {@code /asyncapi.json} and needs nothing else. Its
 * script and style are named by their hashes in the policy, so that nothing else can run there.
 *
 * @param events the AsyncAPI document of the events over sockets
 * @param bus that of the event bus, for administrators: it tells much of how the product is built
 */
record DocsPage(byte[] html, String securityPolicy, byte[] events, BusDocument bus) {
  static DocsPage load(BusDocument bus) {
    try (InputStream in = DocsPage.class.getResourceAsStream("/http/docs.html")) {
      byte[] html = in.readAllBytes();
      String text = new String(html, StandardCharsets.UTF_8);
      return new DocsPage(html,
          "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'; script-src " + hash(text, "script") + "; style-src " + hash(text, "style"),
          EventsDocument.json(), bus);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String html, String element) {
    Matcher content = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(html);
    if (!content.find()) {
      throw new IllegalStateException("the page has no " + element);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
