package com.mas.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test class that measures time, memory or load, or that keeps all cores busy: {@code scripts/test} runs it
 * while no other class runs. All others run beside each other, in two JVMs; see the tag {@code alone} in pom.xml.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("alone")
public @interface Alone {}
