package com.mas.bus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bounds how many items of a list are passed over: 0 to {@link #max}; none when nothing is said. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Offset {
  long max() default 1_000_000_000;
}
