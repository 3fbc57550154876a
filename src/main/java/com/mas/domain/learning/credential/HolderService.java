package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.learning.credential.CredentialContract.*;
import com.mas.domain.learning.credential.CredentialRepository.Shown;
import com.mas.domain.learning.credential.CredentialRepository.Stored;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Shows people what they hold. Another person's credential reads as "no such thing". */
final class HolderService {
  private final CredentialRepository credentials;
  private final SignService signing;
  private final Function<Stored, Credential> shown;

  HolderService(CredentialRepository credentials, SignService signing, Function<Stored, Credential> shown) {
    this.credentials = credentials;
    this.signing = signing;
    this.shown = shown;
  }

  Page<Credential> list(Call call, ListMine ask) {
    return credentials.ofHolder(call.tenant(), call.userId(), PageWindow.of(ask)).map(shown);
  }

  Credential update(Call call, UpdateMine ask) {
    Stored before = mustHold(call, ask.id());
    credentials.showName(call.tenant(), ask.id(), call.userId(),
        ask.showsName().filled("/showsName", before.showsName()));
    return shown.apply(mustHold(call, ask.id()));
  }

  TextPart document(Call call, UUID id) {
    mustHold(call, id);
    signing.sign(List.of(id));
    return new TextPart(credentials.document(call.tenant(), id, call.userId())
        .orElseThrow(CredentialContract.CREDENTIAL_UNKNOWN::refusal), null);
  }

  FilePart file(Call call, UUID id) {
    mustHold(call, id);
    return credentials.file(id).map(FilePart::of).orElseThrow(CredentialContract.CREDENTIAL_UNKNOWN::refusal);
  }

  /** Answers as the Open Badges API does: the documents under one name, without an envelope of ours. */
  TextPart openBadges(Call call, ListOpenBadges ask) {
    Page<Shown> page = credentials.documents(call.tenant(), call.userId(), ask.since(), PageWindow.of(ask));
    List<UUID> unsigned = page.items().stream().filter(row -> row.document() == null).map(Shown::id).toList();
    if (!unsigned.isEmpty()) {
      signing.sign(unsigned);
      page = credentials.documents(call.tenant(), call.userId(), ask.since(), PageWindow.of(ask));
    }
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode documents = answer.putArray("credential");
    page.items().forEach(row -> documents.add(Json.read(row.document(), ObjectNode.class)));
    answer.putArray("compactJwsString");
    return new TextPart(Json.write(answer), null);
  }

  private Stored mustHold(Call call, UUID id) {
    return credentials.held(call.tenant(), id, call.userId())
        .orElseThrow(CredentialContract.CREDENTIAL_UNKNOWN::refusal);
  }
}
