package com.mas.bus;

import org.jspecify.annotations.Nullable;

/** Asks for one page of a list. A missing limit is {@link #DEFAULT_LIMIT}; a missing offset is 0. */
public interface Listing {
  int DEFAULT_LIMIT = 50;
  int MAX_LIMIT = 500;

  @Nullable Integer limit();

  @Nullable Long offset();
}
