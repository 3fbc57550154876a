package com.mas.domain.learning.mrtest;

import com.mas.bus.Failure;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.sources.UnreadableAnswer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;

/**
 * Calls the site as a browser does: a login form with its token, then pages in one session. Holds nothing; its methods
 * wait, so call them on virtual threads.
 */
final class SiteClient {
  private static final int FORBIDDEN = 403;
  private static final int LOGINS = 2;

  private final HttpCaller caller;
  private final PageRules pages;

  SiteClient(HttpCaller caller, PageRules pages) {
    this.caller = caller;
    this.pages = pages;
  }

  PageRules pages() {
    return pages;
  }

  SiteMap.Paths paths() {
    return pages.site().paths();
  }

  /** Returns the address at which a student takes an exam. */
  String takeUrl(String exam) {
    return caller.site() + paths().take(exam);
  }

  /**
   * An answer, and the page that it is.
   *
   * @param document null for an answer that is no page
   */
  record Page(Incoming answer, Document document) {
    boolean isJson() {
      return document == null;
    }
  }

  /** Logs in and returns the session's id; empty when the site refuses the user or the password. */
  Optional<String> logIn(String username, String password) {
    String path = paths().login();
    for (int attempt = 1;; attempt++) {
      Page form = page(caller.call(asking(path, Map.of(), null)).await());
      String token = token(form);
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("csrfmiddlewaretoken", token);
      fields.put("username", username);
      fields.put("password", password);
      fields.put("next", paths().exams());
      Incoming answer = caller.once(posting(path, fields, token, null)).await();
      String session = answer.cookie("sessionid");
      if (isRedirect(answer) && session != null) {
        return Optional.of(session);
      }
      if (answer.status() == 200 && pages.isLogin(page(answer).document())) {
        return Optional.empty();
      }
      if (answer.status() != FORBIDDEN || attempt >= LOGINS) {
        throw Failure.PROVIDER_FAILED.with("Mr. Test answered the login with status " + answer.status() + ".");
      }
    }
  }

  /**
   * Asks for a page in a session.
   *
   * @param script whether it is asked for as the site's own script does, which is given JSON where there is some
   */
  Incoming ask(String session, String path, Map<String, String> query, boolean script) {
    Outgoing request = asking(path, query, session);
    return caller.call(script ? request.with("x-requested-with", "XMLHttpRequest") : request).await();
  }

  /**
   * Reads the answer to a page that was asked for; empty when the site wants a login. Takes as long as the page is
   * large, without waiting for anything.
   *
   * @throws UnreadableAnswer for one that breaks off
   */
  Optional<Page> read(Incoming answer) {
    if (isRedirect(answer) || answer.status() == 401 || answer.status() == FORBIDDEN) {
      return Optional.empty();
    }
    if (answer.status() == 404) {
      throw MrTestContract.NOT_AT_SITE.refusal();
    }
    if (answer.status() != 200) {
      throw Failure.PROVIDER_FAILED.with("Mr. Test answered with status " + answer.status() + ".");
    }
    Page page = page(answer);
    return page.document() != null && pages.isLogin(page.document()) ? Optional.empty() : Optional.of(page);
  }

  /**
   * Tells what came of a form.
   *
   * @param id of what was made; null when nothing was
   * @param wrong what the site has against it
   */
  record Sent(boolean loginWanted, boolean tokenRefused, String id, List<String> wrong) {}

  /**
   * Sends a form once, with the token of the page that has it.
   *
   * @throws com.mas.bus.FailureException TIMEOUT when nobody knows whether it arrived
   */
  Sent send(String session, String path, Page form, Map<String, String> fields) {
    String token = token(form);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("csrfmiddlewaretoken", token);
    all.putAll(fields);
    Incoming answer = caller.once(posting(path, all, token, session)).await();
    String location = answer.header("location");
    if (isRedirect(answer)) {
      boolean login = location.contains(paths().login());
      return new Sent(login, false, login ? null : location.replaceFirst("[?#].*", "").replaceFirst("/+$", "")
          .replaceFirst(".*/", ""), List.of());
    }
    if (answer.status() == FORBIDDEN) {
      return new Sent(false, true, null, List.of());
    }
    if (answer.status() != 200) {
      throw Failure.PROVIDER_FAILED.with("Mr. Test answered the form with status " + answer.status() + ".");
    }
    Document document = page(answer).document();
    boolean login = document != null && pages.isLogin(document);
    List<String> wrong = document == null ? List.of() : pages.errors(document);
    if (!login && wrong.isEmpty()) {
      throw new UnreadableAnswer("Mr. Test's answer to the form is neither a success nor an error that is known.",
          answer.text());
    }
    return new Sent(login, false, null, wrong);
  }

  private String token(Page form) {
    String field = form.document() == null ? null : pages.formToken(form.document());
    String cookie = form.answer().cookie("csrftoken");
    if (cookie == null && field == null) {
      throw new UnreadableAnswer("Mr. Test's form has no token: looked for the cookie csrftoken and for "
          + pages.site().login().form() + ".", form.answer().text());
    }
    return cookie == null ? field : cookie;
  }

  private Page page(Incoming answer) {
    if (!answer.complete()) {
      throw new UnreadableAnswer("Mr. Test's answer (" + answer.body().length + " bytes) breaks off.", answer.text());
    }
    if (answer.body().length == 0 && answer.status() == 200) {
      throw new UnreadableAnswer("Mr. Test's answer is empty.", "");
    }
    return new Page(answer, isJson(answer.body()) ? null : pages.parse(answer.body()));
  }

  private static boolean isJson(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{' || b == '[';
      }
    }
    return false;
  }

  private static boolean isRedirect(Incoming answer) {
    return answer.status() >= 300 && answer.status() < 400;
  }

  private static Outgoing asking(String path, Map<String, String> query, String session) {
    Outgoing request = Outgoing.get(path, query).with("accept", "text/html,application/json");
    return session == null ? request : request.with("cookie", "sessionid=" + session);
  }

  private Outgoing posting(String path, Map<String, String> fields, String token, String session) {
    return Outgoing.form(path, fields).with("accept", "text/html")
        .with("cookie", "csrftoken=" + token + (session == null ? "" : "; sessionid=" + session))
        .with("x-csrftoken", token).with("referer", caller.site() + path)
        .with("origin", origin());
  }

  private String origin() {
    URI site = URI.create(caller.site());
    return site.getScheme() + "://" + site.getRawAuthority();
  }
}
