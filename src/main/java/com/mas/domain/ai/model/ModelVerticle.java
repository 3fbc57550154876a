package com.mas.domain.ai.model;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;

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
        throw ModelContract.MODEL_MISSING.refusal();
      }
      return model.complete(ask);
    });
  }
}
