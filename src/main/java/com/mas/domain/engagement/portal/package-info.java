/**
 * The student portal: the first page of a student, made of what the other domains answer, and the
 * profile and the documents of a student.
 *
 * <p>Reading order: the contracts ({@link com.mas.domain.engagement.portal.DashboardContract},
 * {@link com.mas.domain.engagement.portal.ProfileContract}, {@link com.mas.domain.engagement.portal.DocumentContract},
 * {@link com.mas.domain.engagement.portal.TimelineContract}) →
 * {@link com.mas.domain.engagement.portal.PortalVerticle} → {@code DashboardService} (asks all sections at once) with
 * {@code Answered}, {@code DashboardRules} (what a section shows, and the sections that are made of others);
 * {@code ProfileService} with {@code ProfileRules} (what a change may do) and {@code CompletionRules} (how complete a
 * profile is); {@code DocumentService} with {@code DocumentRules} (states, Aadhaar numbers);
 * {@code TimelineService} with {@code CursorRules} and {@code TimelineRepository} (one statement over published
 * views); {@code Care} with {@code CareRules} (who may see a student's, how much of it, and what is put on record);
 * {@code PortalFiles} (asks for files).
 *
 * <p>Invariants:
 * <ul>
 *   <li>The dashboard is one bus round trip deep: each section is one request to the domain that knows it, all are sent
 *       at once, and none is sent because of another's answer.
 *   <li>A section whose domain fails, is late or away is marked and named in {@code missing}; the page comes all the
 *       same, no later than the patience of the setting {@code PORTAL_SECTION_MILLIS}.
 *   <li>What the dashboard asks of other domains is asked in the name of the caller, and is the caller's own. Profiles,
 *       timelines and documents of others are shown as {@code Care} and the contract's {@code x-access} allow.
 *   <li>What the institution has verified of a profile is changed by administrators alone, as long as it is verified.
 *   <li>A profile, a timeline or a résumé that somebody else opens is put on record, and the student sees by whom and
 *       when. Others see the primary résumé alone.
 *   <li>A verification is of the profile that the administrator saw, and of a document's newest version.
 *   <li>A document is one version of a file. It is submitted, and then verified or rejected once, by comparing and
 *       setting; each change is in its log, and a newer version makes an older one undecidable.
 *   <li>An Aadhaar number is sealed for its student; nothing but its last four digits is answered or logged.
 *   <li>A page of a timeline is one statement, which reads XP and messages by time, a page of each; the order of
 *       entries is total, and a cursor names the last one. Nobody but the student sees the messages. Documents are told
 *       by their log, whose rows never change. Exams, applications, warnings, shared terminals and tokens are not
 *       there.
 * </ul>
 */
package com.mas.domain.engagement.portal;
