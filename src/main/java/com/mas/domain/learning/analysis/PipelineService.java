package com.mas.domain.learning.analysis;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.analysis.AnalysisContract.*;
import com.mas.domain.learning.analysis.ItemRepository.Basis;
import java.time.Clock;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Prepares pipelines, begins and ends them, and tells what came out. */
final class PipelineService {
  private static final int TRIES = 3;

  private final Database db;
  private final PipelineRepository pipelines;
  private final ItemRepository items;
  private final StageService stages;
  private final boolean configured;
  private final UuidV7 ids;
  private final Clock clock;

  /** @param configured whether comments can be analysed at all */
  PipelineService(Database db, PipelineRepository pipelines, ItemRepository items, StageService stages,
      boolean configured, UuidV7 ids, Clock clock) {
    this.db = db;
    this.pipelines = pipelines;
    this.items = items;
    this.stages = stages;
    this.configured = configured;
    this.ids = ids;
    this.clock = clock;
  }

  Pipeline create(Call call, CreatePipeline given) {
    if (!configured) {
      throw AnalysisContract.WORKERS_MISSING.refusal();
    }
    String scopeId = Text.stripped(given.scopeId());
    CreatePipeline ask = new CreatePipeline(given.scope(),
        given.scope() == Scope.FACULTY ? scopeId.toLowerCase(Locale.ROOT) : scopeId, given.versionId(), given.period());
    for (int i = 0; i < TRIES; i++) {
      Optional<UUID> live = pipelines.live(call.tenant(), ask);
      if (live.isPresent()) {
        return mustHave(call, live.get());
      }
      Basis basis = items.basis(call.tenant(), ask);
      if (basis.submissions() == 0) {
        throw AnalysisContract.NOTHING_TO_ANALYSE.with("Nothing was answered there; look at the scopes.")
            .at("/scopeId");
      }
      UUID id = ids.next();
      UUID by = call.principal() == null ? null : call.userId();
      if (pipelines.insert(id, call.tenant(), ask, basis, PipelineRules.warnings(basis.submissions(), basis.comments(),
          basis.students(), basis.synced(), clock.instant()), by, clock.instant())) {
        return mustHave(call, id);
      }
    }
    throw AnalysisContract.PIPELINE_OVER
        .with("Analyses of this scope begin and end at the same time; please try again.");
  }

  Page<Pipeline> list(Call call, ListPipelines ask) {
    return pipelines.list(call.tenant(), ask.state(), PageWindow.of(ask));
  }

  Pipeline mustHave(Call call, UUID id) {
    return pipelines.find(call.tenant(), id).orElseThrow(AnalysisContract.PIPELINE_UNKNOWN::refusal);
  }

  Status status(Call call, GetStatus ask) {
    return new Status(mustHave(call, ask.id()).state(), pipelines.stages(ask.id()).stream()
        .sorted(Comparator.comparing(each -> Stage.valueOf(each.stage().toUpperCase(Locale.ROOT)))).toList());
  }

  Pipeline confirm(Call call, ConfirmPipeline ask) {
    if (!configured) {
      throw AnalysisContract.WORKERS_MISSING.refusal();
    }
    Pipeline pipeline = mustHave(call, ask.id());
    db.transaction(tx -> {
      PipelineState state = pipelines.lock(tx, call.tenant(), ask.id()).orElseThrow();
      if (state.isOver()) {
        throw AnalysisContract.PIPELINE_OVER.refusal().data(mustHave(call, ask.id()));
      }
      if (state == PipelineState.AWAITING_CONFIRMATION) {
        if (items.take(tx, call.tenant(), pipeline) == 0) {
          throw AnalysisContract.NOTHING_TO_ANALYSE.refusal();
        }
        stages.begin(tx, call, ask.id(), Stage.SENTIMENT);
      }
      return null;
    });
    return mustHave(call, ask.id());
  }

  Pipeline cancel(Call call, CancelPipeline ask) {
    mustHave(call, ask.id());
    db.transaction(tx -> {
      PipelineState state = pipelines.lock(tx, call.tenant(), ask.id()).orElseThrow();
      if (state.isOver() && state != PipelineState.CANCELLED) {
        throw AnalysisContract.PIPELINE_OVER.refusal().data(mustHave(call, ask.id()));
      }
      if (state != PipelineState.CANCELLED) {
        pipelines.move(tx, ask.id(), PipelineState.CANCELLED, null, clock.instant());
        StageService.count(PipelineState.CANCELLED);
      }
      return null;
    });
    return mustHave(call, ask.id());
  }

  Page<Topic> topics(Call call, ListTopics ask) {
    mustHave(call, ask.id());
    return items.topics(ask.id(), PageWindow.of(ask));
  }

  Page<Recommendation> recommendations(Call call, ListRecommendations ask) {
    mustHave(call, ask.id());
    return items.recommendations(ask.id(), PageWindow.of(ask));
  }

  Page<Comment> comments(Call call, ListComments ask) {
    mustHave(call, ask.id());
    return items.comments(ask, PageWindow.of(ask));
  }

  Page<ScopeChoice> scopes(Call call, ListScopes ask) {
    return items.choices(call.tenant(), ask.scope(), PageWindow.of(ask));
  }
}
