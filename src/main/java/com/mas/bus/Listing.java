package com.mas.bus;

import org.jspecify.annotations.Nullable;

/**
 * Asks for one page of a list. A missing limit is {@link #DEFAULT_LIMIT}; a missing offset is 0. The bounds hold for
 * the components of the records that are listings, unless those say others.
 */
public interface Listing {
  int DEFAULT_LIMIT = 50;
  int MAX_LIMIT = 500;

  @Nullable
  @Limit
  Integer limit();

  @Nullable
  @Offset
  Long offset();
}
