package com.mas.proof;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.JsonLdOptions.ProcessingPolicy;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoader;
import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads JSON-LD documents as the statements that they make, in a canonical order (RDFC-1.0). It knows the contexts that
 * it is given and asks no network for others. A document with a term that its contexts do not define is refused, since
 * that term would be signed by nobody. Thread-safe.
 */
final class LinkedData {
  /** Steps of canonicalisation; a document made to take long is refused after so many. */
  private static final int MOST_STEPS = 200_000;
  private static final Map<String, String> BUNDLED = Map.of(
      "https://www.w3.org/ns/credentials/v2", "credentials-v2.json",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "open-badges-3.0.3.json");

  private final Map<URI, Document> contexts = new HashMap<>();

  /** @param more contexts by their addresses, as JSON */
  LinkedData(Map<String, String> more) {
    BUNDLED.forEach((address, file) -> contexts.put(URI.create(address), context(text(file))));
    more.forEach((address, json) -> contexts.put(URI.create(address), context(json)));
  }

  private static String text(String file) {
    try (InputStream in = LinkedData.class.getResourceAsStream("/proof/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document context(String json) {
    try {
      return JsonDocument.of(new StringReader(json));
    } catch (JsonLdError e) {
      throw new IllegalArgumentException("a context is no JSON", e);
    }
  }

  /** Returns N-Quads. Fails with {@link IllegalArgumentException} for what is no JSON-LD under these contexts. */
  byte[] canonical(JsonNode document) {
    int[] steps = {0};
    RdfCanon canon = RdfCanon.create("SHA-256", () -> {
      if (++steps[0] > MOST_STEPS) {
        throw new IllegalStateException("The document is too tangled to be put in order.");
      }
    });
    JsonLdOptions options = new JsonLdOptions((DocumentLoader) (address, how) -> {
      Document known = contexts.get(address);
      if (known == null) {
        throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED, "The context " + address + " is unknown.");
      }
      return known;
    });
    options.setUndefinedTermsPolicy(ProcessingPolicy.Fail);
    StringWriter out = new StringWriter();
    try {
      JsonLd.toRdf(JsonDocument.of(new StringReader(document.toString()))).options(options).provide(canon);
      canon.provide(new NQuadsWriter(out));
    } catch (JsonLdError | RdfConsumerException | IllegalStateException e) {
      throw new IllegalArgumentException("The document cannot be read as JSON-LD: " + e.getMessage(), e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
