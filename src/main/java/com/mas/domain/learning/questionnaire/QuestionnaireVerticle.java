package com.mas.domain.learning.questionnaire;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.imports.Importer;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Answers for questionnaires: one line for each address. */
public final class QuestionnaireVerticle extends DomainVerticle {
  private final VersionService versions;
  private final SubmissionService submissions;
  private final Importer<?, ?> answers;

  QuestionnaireVerticle(Bus bus, Capacity capacity, Database db, UuidV7 ids) {
    super(bus, capacity);
    VersionRepository versionRows = new VersionRepository(db);
    SubmissionRepository submissionRows = new SubmissionRepository(db);
    versions = new VersionService(db, versionRows, ids, bus.clock());
    submissions = new SubmissionService(bus, db, versions, versionRows, submissionRows, new DraftRepository(db), ids);
    answers = new Importer<>(SubmissionContract.ANSWERS,
        new AnswerImport(versionRows, submissionRows, ids, bus.clock()), bus, db, new Importer.Aside() {
          @Override
          public <T> Future<T> begin(Callable<T> work) {
            return beside(work);
          }
        }, this::isStopping);
  }

  @Override
  protected void open() {
    answer(QuestionnaireContract.LIST, versions::list);
    answer(QuestionnaireContract.CREATE, versions::create);
    answer(QuestionnaireContract.GET, (call, ask) -> versions.mustHave(call, ask.id()));
    answer(QuestionnaireContract.TYPES, versions::types);
    answer(QuestionnaireContract.VERSIONS, versions::versions);
    answer(QuestionnaireContract.CREATE_VERSION, versions::create);
    answer(QuestionnaireContract.COPY_VERSION, versions::copy);
    answer(QuestionnaireContract.GET_VERSION, (call, ask) -> versions.version(call, ask.versionId()));
    answer(QuestionnaireContract.CHANGE_VERSION, versions::change);
    answer(QuestionnaireContract.PUBLISH, (call, ask) -> versions.publish(call, ask.versionId()));
    answer(QuestionnaireContract.DEPRECATE, (call, ask) -> versions.deprecate(call, ask.versionId()));
    answer(QuestionnaireContract.ARCHIVE, (call, ask) -> versions.archive(call, ask.versionId()));
    answer(QuestionnaireContract.DIMENSIONS, versions::dimensions);
    answer(QuestionnaireContract.CREATE_DIMENSION, versions::addDimension);
    answer(QuestionnaireContract.CHANGE_DIMENSION, versions::changeDimension);

    answer(SubmissionContract.SUBMIT, submissions::submit);
    answer(SubmissionContract.CHECK, submissions::check);
    answer(SubmissionContract.SAVE_DRAFT, submissions::saveDraft);
    answer(SubmissionContract.GET_DRAFT, submissions::draft);
    answer(SubmissionContract.REMOVE_DRAFT, submissions::removeDraft);
    answer(SubmissionContract.LIST, submissions::list);
    answer(SubmissionContract.REMOVE, submissions::remove);
    answer(SubmissionContract.SUMMARY, submissions::summary);
    answer(SubmissionContract.TEMPLATE, submissions::template);
    answer(SubmissionContract.INGEST, submissions::ingest);
    answer(SubmissionContract.ANSWERS.work(), answers::work);
  }
}
