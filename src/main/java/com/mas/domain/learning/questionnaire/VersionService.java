package com.mas.domain.learning.questionnaire;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.*;
import com.mas.meters.Meters;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** Makes questionnaires and moves their versions on. */
final class VersionService {
  private final Database db;
  private final VersionRepository versions;
  private final UuidV7 ids;
  private final Clock clock;

  VersionService(Database db, VersionRepository versions, UuidV7 ids, Clock clock) {
    this.db = db;
    this.versions = versions;
    this.ids = ids;
    this.clock = clock;
  }

  Page<Questionnaire> list(Call call, ListQuestionnaires ask) {
    return versions.list(call.tenant(), ask.type(), PageWindow.of(ask));
  }

  Page<TypeCount> types(Call call, ListTypes ask) {
    return versions.types(call.tenant(), PageWindow.of(ask));
  }

  Questionnaire create(Call call, CreateQuestionnaire ask) {
    UUID id = ids.next();
    versions.insert(id, call.tenant(), ask, call.userId(), clock.instant());
    return mustHave(call, id);
  }

  Questionnaire mustHave(Call call, UUID id) {
    return versions.find(call.tenant(), id).orElseThrow(QuestionnaireContract.QUESTIONNAIRE_UNKNOWN::refusal);
  }

  Page<Version> versions(Call call, ListVersions ask) {
    mustHave(call, ask.id());
    return versions.versions(call.tenant(), ask.id(), PageWindow.of(ask));
  }

  Version version(Call call, UUID id) {
    return versions.version(call.tenant(), id).orElseThrow(QuestionnaireContract.VERSION_UNKNOWN::refusal);
  }

  Version create(Call call, CreateVersion ask) {
    mustHave(call, ask.id());
    check(call, ask.schema());
    return draft(call, ask.id(), ask.schema());
  }

  Version copy(Call call, CopyVersion ask) {
    return draft(call, ask.id(), FormRules.copy(version(call, ask.sourceVersionId()).schema(), UUID::randomUUID));
  }

  private Version draft(Call call, UUID questionnaire, Form form) {
    return db.transaction(tx -> {
      if (!versions.lock(tx, call.tenant(), questionnaire, null)) {
        throw QuestionnaireContract.QUESTIONNAIRE_UNKNOWN.refusal();
      }
      UUID draft = mustHave(call, questionnaire).draftVersionId();
      if (draft != null) {
        throw QuestionnaireContract.DRAFT_EXISTS.refusal().data(version(call, draft));
      }
      return versions.insertVersion(tx, ids.next(), call.tenant(), questionnaire, form, Scale.of(form).best(),
          clock.instant());
    });
  }

  Version change(Call call, ChangeVersion ask) {
    Version present = version(call, ask.versionId());
    Form form = ask.schema().filled("/schema", present.schema());
    check(call, form);
    return db.transaction(tx -> {
      Version before = locked(tx, call, ask.versionId());
      return versions.changeSchema(tx, call.tenant(), ask.versionId(), form, Scale.of(form).best())
          .orElseThrow(() -> wrongState(before, "edited"));
    });
  }

  Version publish(Call call, UUID id) {
    Version published = move(call, id, VersionState.ACTIVE, "published");
    Meters.counter("questionnaire.published", "Versions of questionnaires that were published").increment();
    return published;
  }

  Version deprecate(Call call, UUID id) {
    return move(call, id, VersionState.DEPRECATED, "deprecated");
  }

  Version archive(Call call, UUID id) {
    return move(call, id, VersionState.ARCHIVED, "archived");
  }

  private Version move(Call call, UUID id, VersionState to, String word) {
    return db.transaction(tx -> {
      Version before = locked(tx, call, id);
      if (before.state() == to) {
        return before;
      }
      if (!FormRules.moves(before.state(), to)) {
        throw wrongState(before, word);
      }
      if (to == VersionState.ACTIVE) {
        check(call, before.schema());
        versions.deprecateActive(tx, before.questionnaireId(), clock.instant());
      }
      return versions.move(tx, call.tenant(), id, to, clock.instant());
    });
  }

  private Version locked(Tx tx, Call call, UUID id) {
    if (!versions.lock(tx, call.tenant(), null, id)) {
      throw QuestionnaireContract.VERSION_UNKNOWN.refusal();
    }
    return versions.version(tx, call.tenant(), id).orElseThrow(QuestionnaireContract.VERSION_UNKNOWN::refusal);
  }

  private static FailureException wrongState(Version version, String word) {
    return QuestionnaireContract.WRONG_VERSION_STATE.with("The version is " + version.state().wire()
        + " and cannot be " + word + ".").data(version);
  }

  private void check(Call call, Form form) {
    FormRules.check(form);
    Set<String> codes = FormRules.dimensions(form);
    codes.removeAll(versions.activeDimensions(call.tenant(), codes));
    if (!codes.isEmpty()) {
      throw QuestionnaireContract.FORM_WRONG.with("These dimensions are not registered, or closed: "
          + String.join(", ", codes.stream().sorted().toList()) + ".").at("/schema/sections");
    }
  }

  Page<Dimension> dimensions(Call call, ListDimensions ask) {
    return versions.dimensions(call.tenant(), ask.active(), PageWindow.of(ask));
  }

  Dimension addDimension(Call call, CreateDimension ask) {
    return versions.addDimension(call.tenant(), ask.code(), ask.name())
        .orElseThrow(() -> QuestionnaireContract.DIMENSION_EXISTS.refusal().at("/code"));
  }

  Dimension changeDimension(Call call, ChangeDimension ask) {
    return versions.changeDimension(call.tenant(), ask.code(), ask.name(), ask.active())
        .orElseThrow(QuestionnaireContract.DIMENSION_UNKNOWN::refusal);
  }
}
