package com.mas.domain.learning.analysis;

import com.mas.bus.Word;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import java.time.Duration;

/** A stage of a pipeline, in the order in which they follow each other. */
enum Stage implements Word {
  SENTIMENT(PipelineState.SENTIMENT_ANALYSIS, "sentiment", 50, Duration.ofSeconds(90)),
  GATE(PipelineState.SENTIMENT_GATE, "databaseQueue", AnalysisContract.MOST_COMMENTS, Duration.ofSeconds(30)),
  EMBEDDING(PipelineState.TOPIC_MODELING, "embedding", 20, Duration.ofSeconds(90)),
  TOPICS(PipelineState.TOPIC_MODELING, "topic-model", AnalysisContract.MOST_COMMENTS, Duration.ofSeconds(300)),
  LABELS(PipelineState.TOPIC_LABELING, "recommendations", AnalysisContract.MOST_COMMENTS, Duration.ofSeconds(60)),
  RECOMMENDATIONS(PipelineState.GENERATING_RECOMMENDATIONS, "recommendations", AnalysisContract.MOST_COMMENTS,
      Duration.ofSeconds(300));

  /** State of the pipeline meanwhile. */
  final PipelineState state;
  final String queue;
  /** Items of one piece. */
  final int size;
  /** Longest time of one question to its worker. */
  final Duration limit;

  Stage(PipelineState state, String queue, int size, Duration limit) {
    this.state = state;
    this.queue = queue;
    this.size = size;
    this.limit = limit;
  }
}
