package com.mas.domain.learning.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.module.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code conf/issuers.yaml}. {@code ${NAME}} in it is the value of a setting, so that secrets stand in the
 * environment and not in the file. Mistakes are told with their place, never with a value.
 */
final class OutsideIssuers {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern SETTING = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");
  private static final Pattern PAUSE = Pattern.compile("\\d{1,5}-\\d{1,5}");
  private static final int MOST_ROWS = 1_000;
  private static final List<String> WAYS = List.of("json", "form", "basic");
  private static final List<String> ASKED = List.of("externalId", "email", "title");

  private final SettingsReader from;
  private final Path file;

  private OutsideIssuers(SettingsReader from, Path file) {
    this.from = from;
    this.file = file;
  }

  /** Returns the issuers in the order of the file; none when there is no file. */
  static List<OutsideIssuer> read(SettingsReader from, Path file, String usualTenant) {
    return Files.exists(file) ? new OutsideIssuers(from, file).all(usualTenant) : List.of();
  }

  private List<OutsideIssuer> all(String usualTenant) {
    List<OutsideIssuer> all = new ArrayList<>();
    try {
      JsonNode issuers = YAML.readTree(file.toFile()).path("issuers");
      wants(issuers.isObject(), "", "it must have issuers, each under its short name");
      for (Map.Entry<String, JsonNode> each : issuers.properties()) {
        OutsideIssuer read = read(each.getKey(), each.getValue());
        if (read != null) {
          OutsideIssuer issuer = read.named(each.getKey(), usualTenant);
          check(issuer);
          all.add(issuer);
        }
      }
    } catch (IOException e) {
      wants(false, "", "it is no YAML");
    }
    return all;
  }

  private OutsideIssuer read(String id, JsonNode written) {
    try {
      return YAML.treeToValue(filled(written, this::setting), OutsideIssuer.class);
    } catch (JsonMappingException e) {
      wants(false, id, "what it says at " + e.getPath().stream().map(Reference::getFieldName).filter(Objects::nonNull)
          .collect(Collectors.joining(".")) + " cannot be read, or has no meaning");
    } catch (JsonProcessingException e) {
      wants(false, id, "it cannot be read");
    }
    return null;
  }

  private String setting(String text) {
    return SETTING.matcher(text).replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
        from.text(found.group(1))));
  }

  /** Puts the values of settings into all texts. */
  private static JsonNode filled(JsonNode node, UnaryOperator<String> setting) {
    if (node.isTextual()) {
      return TextNode.valueOf(setting.apply(node.textValue()));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode filled = object.objectNode();
      object.properties().forEach(each -> filled.set(each.getKey(), filled(each.getValue(), setting)));
      return filled;
    }
    return node;
  }

  private void check(OutsideIssuer of) {
    wants(of.id().matches(IssuerContract.SLUG), of.id(), "its short name must be small letters, digits and hyphens");
    wants(of.issuer().matches(IssuerContract.SLUG), of.id(), "issuer must be a short name");
    if (!of.isOn()) {
      return;
    }
    wants(isAddress(of.address()), of.id(), "address must be a URL of http or https without a query"
        + (from.isProduction() ? "; in production it must start with https://" : ""));
    wants(of.auth() != null && isComplete(of.auth()), of.id(), "auth needs a kind (jwt, oauth2, api_key), and with it"
        + " path, id and secret, or a key; send is json, form or basic");
    OutsideIssuer.Listed list = of.list();
    wants(list != null && isPath(list.path()) && list.items() != null && list.page() != null && list.paging() != null,
        of.id(), "list needs path, items, page and paging");
    wants(list == null || list.rows() == null || list.rows() >= 1 && list.rows() <= MOST_ROWS, of.id(),
        "list.rows must be 1 to " + MOST_ROWS);
    wants(list == null || list.paging() != OutsideIssuer.Paging.CURSOR || list.next() != null, of.id(),
        "list.next must say where the cursor is");
    OutsideIssuer.Mapping map = of.map();
    wants(map != null && map.externalId() != null && map.email() != null && map.title() != null, of.id(),
        "map needs " + String.join(", ", ASKED));
    wants(of.verify() == null || isPath(of.verify().path()) && of.verify().answer() != null
        && of.verify().fields() != null && OutsideRules.VALUES.containsAll(of.verify().fields().values()), of.id(),
        "verify needs path, answer, and fields of " + String.join(", ", OutsideRules.VALUES));
    wants(of.certificates() == null || of.certificates().origins() != null
        && of.certificates().origins().stream().allMatch(this::isAddress), of.id(),
        "certificates.origins must be URLs such as https://files.example");
    wants(PAUSE.matcher(of.pauseMs()).matches(), of.id(), "pauseMs must be a range such as 0-200");
    wants(of.atOnce() >= 1 && of.atOnce() <= 20, of.id(), "atOnce must be 1 to 20");
    wants(of.timeoutSeconds() >= 1 && of.timeoutSeconds() <= 120, of.id(), "timeoutSeconds must be 1 to 120");
    wants(of.overlapHours() >= 0 && of.overlapHours() <= 24 * 366, of.id(), "overlapHours must be 0 to 8784");
  }

  private static boolean isComplete(OutsideIssuer.Auth auth) {
    if (auth.kind() == OutsideIssuer.Kind.API_KEY) {
      return isThere(auth.key());
    }
    return auth.kind() != null && isPath(auth.path()) && isThere(auth.id()) && isThere(auth.secret())
        && (auth.send() == null || WAYS.contains(auth.send().toLowerCase(Locale.ROOT)));
  }

  private boolean isAddress(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && !from.isProduction());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPath(String text) {
    return text != null && text.startsWith("/");
  }

  private static boolean isThere(String text) {
    return text != null && !text.isBlank();
  }

  private void wants(boolean right, String id, String mistake) {
    from.require(right, file.getFileName() + (id.isEmpty() ? "" : ", " + id) + ": " + mistake);
  }
}
