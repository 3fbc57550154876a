package com.mas.domain.people.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.TakeFile;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.google.DriveContract.*;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Looks through people's Drives, and takes documents out of them. */
final class DriveService {
  /** Bounds an answer of Google; a little more than a document may have. */
  static final int MOST_BYTES = DriveRules.MOST_BYTES + (1 << 20);
  private static final String FILES = "/drive/v3/files";
  private static final int USUAL_PAGE = 25;
  private static final int PART = 256 << 10;

  private final Bus bus;
  private final Connections connections;
  private final HttpCaller drive;
  private final HttpCaller documents;

  /** @param drive answers with at most {@link #MOST_BYTES}, as {@code documents}, which makes PDFs of long documents */
  DriveService(Bus bus, Connections connections, HttpCaller drive, HttpCaller documents) {
    this.bus = bus;
    this.connections = connections;
    this.drive = drive;
    this.documents = documents;
  }

  DriveFiles search(Call call, SearchDrive ask) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("q", DriveRules.query(ask.name()));
    query.put("fields", "nextPageToken,files(id,name,mimeType,size,modifiedTime)");
    query.put("orderBy", "modifiedTime desc");
    query.put("pageSize", String.valueOf(ask.pageSize() == null ? USUAL_PAGE : ask.pageSize()));
    query.put("supportsAllDrives", "true");
    query.put("includeItemsFromAllDrives", "true");
    if (ask.pageToken() != null) {
      query.put("pageToken", ask.pageToken());
    }
    JsonNode found = json(right(ask(call, Outgoing.get(FILES, query))));
    List<DriveFile> files = new ArrayList<>();
    found.path("files").forEach(each -> files.add(file(each)));
    return new DriveFiles(files, found.path("nextPageToken").asText(null));
  }

  private static DriveFile file(JsonNode each) {
    return new DriveFile(each.path("id").asText(), each.path("name").asText(), each.path("mimeType").asText(),
        each.hasNonNull("size") ? each.path("size").asLong() : null, at(each.path("modifiedTime").asText()));
  }

  private static Instant at(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  File fetch(Call call, FetchFile ask) {
    String path = FILES + "/" + Outgoing.segment(ask.id());
    JsonNode about = json(right(ask(call, Outgoing.get(path,
        Map.of("fields", "id,name,mimeType,size,exportLinks", "supportsAllDrives", "true")))));
    String type = about.path("mimeType").asText();
    if (!DriveRules.isTaken(type)) {
      throw DriveContract.FILE_UNFIT.refusal();
    }
    if (about.path("size").asLong() > DriveRules.MOST_BYTES) {
      throw DriveContract.FILE_TOO_LARGE.refusal();
    }
    boolean isOwn = DriveRules.isOwn(type);
    byte[] bytes = isOwn ? exported(call, path, about) : right(whole(call, drive,
        bytes(path, Map.of("alt", "media", "supportsAllDrives", "true")))).body();
    if (bytes.length > DriveRules.MOST_BYTES) {
      throw DriveContract.FILE_TOO_LARGE.refusal();
    }
    return taken(call, ask.kind(), DriveRules.name(about.path("name").asText(), isOwn), bytes);
  }

  /** Google refuses to export a long document, and names another address then that has no such limit. */
  private byte[] exported(Call call, String path, JsonNode about) {
    Incoming answer = whole(call, drive, bytes(path + "/export", Map.of("mimeType", DriveRules.PDF)));
    if (answer.status() != 403 || !DriveRules.isTooLong(ConnectionRules.reason(answer.text()))) {
      return right(answer).body();
    }
    String target = DriveRules.target(about.path("exportLinks").path(DriveRules.PDF).asText(), documents.site());
    if (target.isEmpty()) {
      throw DriveContract.FILE_TOO_LARGE.refusal();
    }
    Incoming whole = whole(call, documents, bytes(target, Map.of()));
    return right(whole.status() / 100 == 3 ? followed(whole.header("location")) : whole).body();
  }

  /** Asks where Google leads to, once and without the person's token: the address itself is the permission. */
  private Incoming followed(String location) {
    URI at = DriveRules.place(location, documents.site()).orElseThrow(ConnectionContract.GOOGLE_AWAY::refusal);
    String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
    Incoming answer = Tokens.atGoogle(() -> documents.bounded(bytes(at.getRawPath() + query, Map.of()), at)
        .await()).orElseThrow(DriveContract.FILE_TOO_LARGE::refusal);
    if (!answer.complete()) {
      throw ConnectionContract.GOOGLE_AWAY.refusal();
    }
    return answer;
  }

  private static Outgoing bytes(String path, Map<String, String> query) {
    return new Outgoing("GET", path, query, Map.of(), null, true);
  }

  private Incoming ask(Call call, Outgoing question) {
    return ask(call, question, out -> drive.call(out).await());
  }

  private Incoming whole(Call call, HttpCaller by, Outgoing question) {
    return ask(call, question, out -> by.bounded(out).await().orElseThrow(DriveContract.FILE_TOO_LARGE::refusal));
  }

  private Incoming ask(Call call, Outgoing question, Function<Outgoing, Incoming> by) {
    return connections.ask(call, new Key(call.tenant(), call.userId(), Purpose.DRIVE), question, by);
  }

  private static Incoming right(Incoming answer) {
    if (answer.status() == 200) {
      return answer;
    }
    throw switch (answer.status()) {
      case 404, 410 -> DriveContract.FILE_UNKNOWN.refusal();
      case 403 -> DriveContract.FILE_FORBIDDEN.refusal();
      default -> ConnectionContract.GOOGLE_AWAY.refusal();
    };
  }

  private static JsonNode json(Incoming answer) {
    try {
      return Json.MAPPER.readTree(answer.text());
    } catch (JsonProcessingException e) {
      throw ConnectionContract.GOOGLE_AWAY.refusal();
    }
  }

  private File taken(Call call, String kind, String name, byte[] bytes) {
    UUID id = null;
    for (int from = 0;; from += PART) {
      boolean isLast = from + PART >= bytes.length;
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
      File file = Database.await(bus.send(call, FilesContract.TAKE, new TakeFile(id, kind, name, null, null,
          Base64.getEncoder().encodeToString(part), isLast)));
      if (isLast) {
        return file;
      }
      id = file.id();
    }
  }
}
