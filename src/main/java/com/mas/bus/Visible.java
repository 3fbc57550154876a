package com.mas.bus;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks what people name things by or say of them: something of it must be seen, by {@link Text#VISIBLE}. */
@Size(min = 1)
@Pattern(regexp = Text.VISIBLE)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Visible {}
