package com.mas.domain.learning.credential;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;

/** The issuers that {@code conf/issuers.yaml} comes with, as sources. */
class OutsideConnectorIT {
  @AutoClose private static final OutsideWorld world = new OutsideWorld();

  @Nested
  class Nsdc extends OutsideConformance {
    Nsdc() {
      super(world, "nsdc");
    }
  }

  @Nested
  class Udemy extends OutsideConformance {
    Udemy() {
      super(world, "udemy");
    }
  }

  @Nested
  class Jaimin extends OutsideConformance {
    Jaimin() {
      super(world, "jaimin");
    }

    /** A key does not end. */
    @Override
    protected String expired() {
      return null;
    }
  }
}
