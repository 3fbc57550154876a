/**
 * REST at the edge: every operation of {@code domain/<role>/openapi/*.yaml} becomes a route that asks one address on
 * the bus.
 *
 * <p>Reading order. At boot: {@link com.mas.http.Contract} reads the documents ({@code ContractFiles}), completes
 * each operation from the records of its request ({@code Derivation}, {@link com.mas.bus.Schemas}), compiles it
 * ({@code ContractCheck}, {@code Parameter}, {@code BodyCheck}, {@code RequestInputs}, {@code Answers}), documents how
 * it can fail ({@code Failures}) and fails with all problems at once. Per request: {@link com.mas.http.HttpVerticle} →
 * {@code Edge}, a vertx-web router: CORS, then the contract's operations behind one route ({@code ContractRouter}:
 * authenticate → authorise → validate → send → envelope), then {@code ServicePages} and {@code ConsolePages} →
 * {@code Exchange} (the one place that writes answers).
 * Beside them {@link com.mas.http.Connections} has a {@code Reader} at the end of each connection, and
 * {@link com.mas.http.Unread} counts what waits for all of them.
 *
 * <p>Three handlers of vertx-web are left out on purpose. Its {@code BodyHandler} bounds each body by itself, not those
 * of an address or of all together ({@code BodyBudget}). Its {@code StaticHandler} keeps a file open for each answer
 * that a client does not take, which {@code Unread} does not see, and knows no {@code ETag}. Forwarded addresses it
 * believes from everybody, the first of them before all others; {@code Proxies} believes named proxies only.
 *
 * <p>The documents have paths, access, words, examples and failures; parameters, bodies and answers are the records'.
 * What they say beside plain OpenAPI 3.1:
 * <ul>
 *   <li>{@code operationId} is the bus address; {@code x-access} who may ({@link com.mas.http.Access}); an operation
 *       without it does not start;
 *   <li>a component of the request's record is in the path where the path names it, else in the query of a GET or
 *       DELETE, and in the body of the others, but for those that {@code x-query} lists; a header that the operation
 *       lists is given to the component of its {@code x-from-header};
 *   <li>{@code requestBody: {required: false}}: a body with nothing that must be there may be left out;
 *   <li>the schema of a 2xx answer is that of the answer record, the envelope is added; {@code x-when: {field: value}}
 *       chooses between several statuses by a field of the answer;
 *   <li>{@code x-fails} lists the codes of failures beside those that every operation of its kind can meet;
 *   <li>{@code x-words}, of a document: descriptions, or keywords such as {@code examples}, for the components of
 *       records ({@code Education.Batch: {students: how many have a seat}}); {@code this} is the record;
 *   <li>{@code x-parts: name} under a 2xx answer: a file that is asked for and sent part by part (see {@code Parts});
 *   <li>{@code x-answer-secret: true}: the answer holds secrets and is not kept for a replay of an idempotency key;
 *   <li>{@code x-most-bytes}: of the operation's body, where 8 kB (from anybody) or 64 kB (signed in) are too few; the
 *       largest body that the schema allows must fit; {@code x-raw-body} of a request body: the component that gets its
 *       bytes as they came, in base64;
 *   <li>{@code x-streamed-body: name} of a request body: a file that is taken part by part (see {@code BodyParts});
 *   <li>a PATCH is a JSON Merge Patch, of {@code application/merge-patch+json} or {@code application/json}: its members
 *       are {@link com.mas.bus.Change}s, and null is allowed for those of a nullable value;
 *   <li>bodies refuse unknown properties, but for free JSON ({@code ObjectNode}).
 * </ul>
 *
 * <p>Invariants: nothing per domain is written here; nothing blocks an event loop; whatever a client may make large
 * (bodies, headers, query, nesting, tokens kept, answers kept, answers that it does not take) has a bound; checking a
 * body takes time in proportion to its bytes ({@code Shape}, {@code MeasuredParser}); no address can have all the room
 * for bodies ({@code BodyBudget}) or for answers that wait ({@code Unread}).
 */
package com.mas.http;
