/**
 * WhatsApp by two providers. Meta knows one template ({@code mrlearn_course_progress_reminder}: five parameters and a
 * button), refuses a second message to one number within six seconds (131056) and numbers that end in 0026, 0047 or
 * 0429 with 131026, 131047 and 130429; one that ends in 0049 fails afterwards. AiSensy sends for the same account.
 * Meta's own switches, which show the messages of both:
 *
 * <ul>
 *   <li>{@code GET|DELETE /messages?to=}: what was accepted, newest first; {@code GET /counts?to=&template=}: whether
 *       anybody got anything twice;
 *   <li>{@code GET|PUT /templates {"name", "parameters", "button": 0|1}}, {@code DELETE /templates/<name>};
 *   <li>{@code GET|PUT /webhook {"url", "shuffle": 0|1, "duplicate": 0|1, "badSignature": 0|1}}: whom statuses are
 *       told, signed as Meta signs; {@code POST /inbound {"from", "text", "type"}} (type: text,
 *       button, list_reply or button_reply), {@code POST /preference {"from", "value": "stop"|"resume"}} (WhatsApp's
 *       own menu), {@code POST /status {"id", "status", "code"}};
 *   <li>{@code PUT /pair-limit {"seconds"}}.
 * </ul>
 */
package com.mas.sandbox.whatsapp;
