package com.mas.domain.engagement.gamification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.secrets.DocumentSigner;
import com.mas.testkit.Verifiers;
import com.mas.testkit.Verifiers.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows a badge's credential to verifiers that know nothing of us. */
class OpenBadgeTest {
  private static final DocumentSigner SIGNER = DocumentSigner.of(null, "a secret of the test, long enough");
  private static final Instant AT = Instant.parse("2026-03-10T06:30:00Z");

  private static ObjectNode badge(String email) {
    GamificationConfig.Badge badge = Fixtures.RULES.badges().getFirst();
    return SIGNER.sign(OpenBadgeRules.credential(badge, new OpenBadgeRules.Holder(new UUID(1, 2), email), AT,
        SIGNER.did(), "अकादमी “Zürich” ₹"), AT);
  }

  @Test
  void verifiersThatKnowNothingOfUsAcceptABadgeAndRefuseAChangedOne(@TempDir Path folder) throws Exception {
    List<ObjectNode> changed = new ArrayList<>();
    changed.add(badge("asha@learner.example").put("name", "Another badge"));
    changed.add(badge("asha@learner.example").put("validFrom", "2026-03-11T06:30:00Z"));
    ObjectNode holder = badge("asha@learner.example");
    ((ObjectNode) holder.at("/credentialSubject/identifier/0")).put("identityHash", "sha256$00");
    changed.add(holder);
    ObjectNode later = badge("asha@learner.example");
    later.withArray("proof").forEach(proof -> ((ObjectNode) proof).put("created", "2026-03-11T06:30:00Z"));
    changed.add(later);
    List<ObjectNode> shown = new ArrayList<>(List.of(badge("asha@learner.example"), badge(null)));
    shown.addAll(changed);
    List<Verdict> verdicts = Verifiers.ask(folder, Map.of(), shown);
    assertEquals(shown.size(), verdicts.size());
    verdicts.subList(0, 2).forEach(verdict -> assertTrue(verdict.isAcceptedByAll(), verdict::toString));
    verdicts.subList(2, shown.size()).forEach(verdict -> assertTrue(verdict.isRefusedByAll(), verdict::toString));
  }
}
