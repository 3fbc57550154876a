package com.mas.sandbox.moodle;

import io.vertx.core.json.JsonObject;

/** An error as Moodle's web services tell it, with HTTP status 200. */
final class MoodleError extends RuntimeException {
  private final String kind;
  private final String code;
  private String debug;

  private MoodleError(String kind, String code, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.code = code;
  }

  static MoodleError of(String kind, String code, String message) {
    return new MoodleError(kind, code, message);
  }

  static MoodleError plain(String code, String message) {
    return new MoodleError("moodle_exception", code, message);
  }

  static MoodleError token() {
    return plain("invalidtoken", "Invalid token - token not found");
  }

  static MoodleError access() {
    return of("webservice_access_exception", "accessexception", "Access control exception");
  }

  static MoodleError parameter() {
    return of("invalid_parameter_exception", "invalidparameter", "Invalid parameter value detected");
  }

  static MoodleError record(String table) {
    return of("dml_missing_record_exception", "invalidrecord",
        "Can't find data record in database table " + table + ".");
  }

  /** Says what only a site shows that is being debugged. */
  MoodleError because(String what) {
    debug = what;
    return this;
  }

  JsonObject debugged() {
    return debug == null ? json() : json().put("debuginfo", debug);
  }

  JsonObject json() {
    return new JsonObject().put("exception", kind).put("errorcode", code).put("message", getMessage());
  }

  String xml() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<EXCEPTION class=\"" + kind + "\">\n<ERRORCODE>" + code
        + "</ERRORCODE>\n<MESSAGE>" + getMessage() + "</MESSAGE>\n</EXCEPTION>\n";
  }
}
