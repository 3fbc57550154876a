package com.mas.bus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bounds how many items of a list are wanted at most: 1 to {@link #max}; {@link #standard} when nothing is said. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Limit {
  int max() default Listing.MAX_LIMIT;

  int standard() default Listing.DEFAULT_LIMIT;
}
