/**
 * The event bus with types: who may be asked what, and what happens when it goes wrong.
 *
 * <p>Reading order: {@link com.mas.bus.Request} and {@link com.mas.bus.Event} declare addresses,
 * {@link com.mas.bus.Call} is the context that travels along, {@link com.mas.bus.Failure} the closed list of ways to
 * fail, {@link com.mas.bus.Bus} sends and publishes, {@link com.mas.bus.DomainVerticle} answers,
 * {@link com.mas.bus.BusHealth} keeps the cluster's map of addresses true, {@link com.mas.bus.BusDocument} describes
 * them all; {@link com.mas.bus.Json} is how bodies are written, {@link com.mas.bus.Text} what they may hold of text.
 * Contracts are written with {@link com.mas.bus.Word} (an enum whose constants are words), {@link com.mas.bus.Listing}
 * (asks for a page) and {@link com.mas.bus.Change} (a member of a change: absent, null or a value). A component is
 * there unless it is {@code @Nullable}, and has the bounds that its annotations say ({@code @Size}, {@code @Pattern},
 * {@code @Min}, {@code @Max}, {@link com.mas.bus.OneOf}, {@link com.mas.bus.Visible}, {@link com.mas.bus.Limit},
 * {@link com.mas.bus.Default}): {@link com.mas.bus.Bounds} checks them before a request is answered, whoever asks, and
 * {@link com.mas.bus.Schemas} writes them into the documents of HTTP and of the bus.
 *
 * <p>Invariants: a body is an immutable record; inside one JVM its reference is passed, between nodes it is JSON
 * without class names ({@code {"call": …, "body": …}}), so that any language can take part. Every message has a
 * deadline; one that is past it is dropped. Every consumer has a bound on the requests it holds; the next is refused at
 * once.
 */
@NullMarked
package com.mas.bus;

import org.jspecify.annotations.NullMarked;
