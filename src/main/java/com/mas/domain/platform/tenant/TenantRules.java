package com.mas.domain.platform.tenant;

import com.mas.bus.FailureException.FieldError;
import com.mas.domain.platform.tenant.TenantContract.Look;
import com.mas.domain.platform.tenant.TenantContract.PutTenant;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what is said of a tenant. */
final class TenantRules {
  static final int MAX_ORIGINS = 20;
  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern ACCENT = Pattern.compile("#[0-9a-fA-F]{6}");
  /** Without these nobody could sign in, or put the tenant right again. */
  private static final Set<String> ALWAYS_ON = Set.of("identity", "platform", "tenant", "jobs");

  private TenantRules() {}

  /** @param domains that this build has */
  static List<FieldError> wrong(PutTenant ask, Set<String> domains) {
    List<FieldError> wrong = new ArrayList<>();
    that(SLUG.matcher(ask.slug()).matches(), "/slug",
        "A slug has up to 32 lower-case letters, digits and hyphens, and begins with a letter.", wrong);
    that(!ask.name().isBlank() && ask.name().length() <= 80, "/name", "The name has 1 to 80 characters.", wrong);
    that(ask.origins().size() <= MAX_ORIGINS, "/origins", "A tenant has at most 20 origins.", wrong);
    for (int i = 0; i < ask.origins().size(); i++) {
      that(isOrigin(ask.origins().get(i)), "/origins/" + i,
          "An origin is a scheme, a host and perhaps a port, such as https://learn.example.", wrong);
    }
    for (int i = 0; i < ask.switchedOff().size(); i++) {
      String domain = ask.switchedOff().get(i);
      that(domains.contains(domain) && !ALWAYS_ON.contains(domain), "/switchedOff/" + i,
          "There is no domain " + domain + " that can be switched off.", wrong);
    }
    look(ask.look(), wrong);
    return wrong;
  }

  private static void look(Look look, List<FieldError> wrong) {
    if (look != null) {
      that(look.accent() == null || ACCENT.matcher(look.accent()).matches(), "/look/accent",
          "The accent is a colour such as #1a73e8.", wrong);
      that(look.logoUrl() == null || isHttps(look.logoUrl()), "/look/logoUrl",
          "The logo is an https address of at most 500 characters.", wrong);
    }
  }

  /** Returns whether a browser could send it as {@code Origin}: lower case, no path, no default port. */
  static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null && text.length() <= 200
          && text.equals(text.toLowerCase(Locale.ROOT)) && uri.getPort() != ("https".equals(uri.getScheme()) ? 443 : 80)
          && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isHttps(String text) {
    try {
      URI uri = new URI(text);
      return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null
          && text.length() <= 500;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void that(boolean right, String path, String otherwise, List<FieldError> wrong) {
    if (!right) {
      wrong.add(new FieldError(path, otherwise));
    }
  }
}
