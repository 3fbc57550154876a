package com.mas.sandbox.google;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drive v3, as far as the product uses it: one Drive with a few documents, which everybody sees who permits it. */
final class GoogleDrive {
  static final String SCOPE = "https://www.googleapis.com/auth/drive.readonly";
  /** Documents are too long to be exported. */
  static final Kind TOO_LONG = Kind.own("exportTooLong");
  /** The owner of a file does not let others download it. */
  static final Kind NO_DOWNLOAD = Kind.own("noDownload");
  private static final String PDF = "application/pdf";
  private static final String OWN = "application/vnd.google-apps.document";
  private static final Pattern NAME = Pattern.compile("name contains '((?:[^'\\\\]|\\\\.)*)'");
  private static final int LARGE = 11 << 20;

  /** @param isShared whether it lies in a Drive that several people share */
  private record Doc(String id, String name, String type, boolean isShared, long bytes) {}

  private static final List<Doc> DOCS = List.of(new Doc("doc-resume-pdf", "Résumé Asha.pdf", PDF, false, 0),
      new Doc("doc-own", "Curriculum vitae", OWN, false, 0),
      new Doc("doc-shared", "Résumé, shared.pdf", PDF, true, 0),
      new Doc("doc-large", "Portfolio.pdf", PDF, false, LARGE),
      new Doc("doc-quoted", "Asha's \"best\" résumé.pdf", PDF, false, 0));

  private final GoogleGrants grants;
  private final Supplier<String> base;

  GoogleDrive(GoogleGrants grants, Supplier<String> base) {
    this.grants = grants;
    this.base = base;
  }

  List<Route> routes() {
    return List.of(Route.get("/drive/v3/files", "files", permitted(this::list)),
        Route.get("/drive/v3/files/:file", "file", permitted(this::file)).named(GoogleDrive::word),
        Route.get("/drive/v3/files/:file/export", "export", permitted(this::export)),
        Route.get("/document/export", "exportLink", permitted(this::lead)),
        Route.get("/docs/securesc/export", "exported", GoogleDrive::exported).open());
  }

  static String word(Exchange call) {
    return "media".equals(call.query("alt")) ? "download" : "file";
  }

  private Consumer<Exchange> permitted(Consumer<Exchange> answer) {
    return GoogleErrors.permitted(grants, SCOPE, answer);
  }

  private void list(Exchange call) {
    String query = call.query("q") == null ? "" : call.query("q");
    Matcher name = NAME.matcher(query);
    String part = name.find() ? name.group(1).replaceAll("\\\\(.)", "$1") : "";
    boolean all = "true".equals(call.query("includeItemsFromAllDrives"))
        && "true".equals(call.query("supportsAllDrives"));
    List<Doc> found = DOCS.stream().filter(doc -> doc.name.contains(part) && (all || !doc.isShared)
        && (query.isEmpty() || query.contains("'" + doc.type + "'"))).toList();
    int from = call.query("pageToken") == null ? 0 : Integer.parseInt(call.query("pageToken").substring(1));
    int size = call.query("pageSize") == null ? 100 : Integer.parseInt(call.query("pageSize"));
    int to = Math.min(found.size(), from + size);
    JsonObject answer = new JsonObject().put("files", new JsonArray(found.subList(Math.min(from, to), to).stream()
        .map(doc -> shown(doc, call.query("fields"))).toList()));
    call.json(to < found.size() ? answer.put("nextPageToken", "~" + to) : answer);
  }

  private JsonObject shown(Doc doc, String fields) {
    JsonObject shown = new JsonObject().put("kind", "drive#file").put("id", doc.id).put("name", doc.name)
        .put("mimeType", doc.type);
    if (fields == null) {
      return shown;
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("modifiedTime", "2026-02-03T04:05:06.789Z");
    more.put(doc.type.equals(OWN) ? "exportLinks" : "size", doc.type.equals(OWN)
        ? new JsonObject().put(PDF, base.get() + "/document/export?id=" + doc.id)
        : String.valueOf(doc.bytes == 0 ? bytes(doc.id).length() : doc.bytes));
    more.forEach((name, value) -> {
      if (fields.contains(name)) {
        shown.put(name, value);
      }
    });
    return shown;
  }

  private void file(Exchange call) {
    Doc doc = DOCS.stream().filter(each -> each.id.equals(call.path("file"))
        && (!each.isShared || "true".equals(call.query("supportsAllDrives")))).findFirst().orElse(null);
    if (doc == null) {
      GoogleErrors.answer(call, 404, "notFound");
    } else if (!word(call).equals("download")) {
      call.json(shown(doc, call.query("fields")));
    } else if (call.struck().has(NO_DOWNLOAD)) {
      GoogleErrors.answer(call, 403, "cannotDownloadFile");
    } else if (doc.type.equals(OWN)) {
      GoogleErrors.answer(call, 403, "fileNotDownloadable");
    } else {
      pdf(call, doc.id);
    }
  }

  private void export(Exchange call) {
    if (call.struck().has(TOO_LONG)) {
      GoogleErrors.answer(call, 403, "exportSizeLimitExceeded");
    } else {
      pdf(call, call.path("file"));
    }
  }

  /** Leads to where the document lies, as Google does for its export links. */
  private void lead(Exchange call) {
    call.with("Location", base.get() + "/docs/securesc/export?id=" + call.query("id"))
        .send(302, "text/html", Buffer.buffer());
  }

  /** Wants no token: whoever has the address has the document. */
  private static void exported(Exchange call) {
    if (call.header("authorization") == null) {
      pdf(call, call.query("id"));
    } else {
      GoogleErrors.answer(call, 400, "badRequest");
    }
  }

  private static void pdf(Exchange call, String id) {
    call.send(200, PDF, bytes(id));
  }

  /** Returns several parts of an upload: a page and a long remark. */
  private static Buffer bytes(String id) {
    return Buffer.buffer("%PDF-1.4\n% " + id + "\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n" + "% a page\n".repeat(40_000)
        + "trailer<</Root 1 0 R>>\n%%EOF\n");
  }
}
