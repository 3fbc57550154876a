package com.mas.domain.ai.model;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;

/** Answers for the language model. Holds nothing between two requests; any number of instances. */
public final class ModelVerticle extends DomainVerticle {
  private final ChatCompletions model;

  /** @param model null: none is configured */
  ModelVerticle(Bus bus, Capacity capacity, ChatCompletions model) {
    super(bus, capacity);
    this.model = model;
  }

  @Override
  protected void open() {
    answer(ModelContract.COMPLETE, (call, ask) -> {
      if (model == null) {
        throw Failure.NOT_CONFIGURED.with("No language model is configured; set GROQ_API_KEY.");
      }
      return model.complete(ask);
    });
  }
}
