/**
 * Simulators of the outside providers, so that the product's real clients run end to end without any account. Nothing
 * imports this package except the boot; nothing here imports the product.
 *
 * <p>Reading order: {@link com.mas.sandbox.SandboxVerticle} mounts one simulator per provider. {@code GraphySimulator}
 * has Graphy's paths, {@code GraphySession} its login, {@code GraphyPages} its documents, about {@code GraphyCourses},
 * {@code GraphyLearners} (names from {@code LearnerNames}) and {@code GraphyProgress}. {@code GraphySwitches} has what
 * the real Graphy has not, below {@code /graphy/sandbox}:
 *
 * <ul>
 *   <li>{@code GET|PUT|DELETE /faults}: misbehaviour. An object or a list of {@code {"kind", …}} with, each optional,
 *       {@code path} (authenticate, courses, learners, report, users), {@code page} (the {@code start} it strikes at),
 *       {@code afterRequests} (so many of those meant pass before it begins), {@code times} (how often it strikes) and
 *       the kind's own field; {@code Fault.Kind} lists the kinds. DELETE also unlocks a locked account.
 *   <li>{@code GET|DELETE /requests}: what was asked, how often and how much at once, by path and by course, with the
 *       last 200 request lines and, by course, of how many learners the report was read.
 *   <li>{@code PUT /progress {"courseId", "userId", "percent"}}: puts a learner where a test needs him.
 *   <li>{@code GET|PUT /time-shift {"days"}}: the simulator's time is so many days ahead of the clock.
 *   <li>{@code PUT /scale {"courseId", "learners"}}, {@code DELETE /scale}: gives a course, or a new one, up to 200,000
 *       learners. A course {@code scale-<learners>} answers even unasked, but is not listed.
 * </ul>
 *
 * <p>{@code MailSimulator} takes mail for anybody and shows it: {@code GET /mail/messages?to=…}, newest first, each
 * with {@code from, to, subject, text, raw}; {@code DELETE} forgets it. One-time codes are found there.
 *
 * <p>{@code WhatsAppSimulator} is Meta's Cloud API at {@code /whatsapp} and AiSensy's campaigns at {@code /aisensy}.
 * Meta knows one template ({@code mrlearn_course_progress_reminder}: five parameters and a button), refuses a second
 * message to one number within six seconds (131056) and numbers that end in 0026, 0047 or 0429 with 131026, 131047 and
 * 130429; one that ends in 0049 fails afterwards. Below {@code /whatsapp/sandbox}:
 *
 * <ul>
 *   <li>{@code GET|DELETE /messages?to=}: what was accepted, newest first; {@code GET /counts?to=&template=}: whether
 *       anybody got anything twice.
 *   <li>{@code GET|PUT|DELETE /faults}: one or a list of {@code {"kind"}} (error with {@code code}, status with {@code
 *       status}, slow, hang, close, lose: accepted, but the answer is lost), with {@code provider}, {@code
 *       afterRequests}, {@code times}.
 *   <li>{@code GET|PUT /templates {"name", "parameters", "button": 0|1}}, {@code DELETE /templates/<name>}.
 *   <li>{@code GET|PUT /webhook {"url", "shuffle": 0|1, "duplicate": 0|1, "badSignature": 0|1}}: whom statuses are
 *       told, signed as Meta signs; {@code POST /inbound {"from", "text", "type"}} (type: text,
 *       button, list_reply or button_reply), {@code POST /preference {"from", "value": "stop"|"resume"}} (WhatsApp's
 *       own menu), {@code POST /status {"id", "status", "code"}}.
 *   <li>{@code PUT /pair-limit {"seconds"}}.
 * </ul>
 *
 * <p>A bad body is answered with 400 and {@code {"error": {"field", "message"}}}.
 *
 * <p>Invariants: what is answered depends on a fixed seed, the clock and the switches, which live in memory; so every
 * process simulates the same school, and rows are computed when they are asked for. Everything runs on one event loop
 * and needs no locks. Addresses are in {@code .example}, a domain that cannot exist.
 */
package com.mas.sandbox;
