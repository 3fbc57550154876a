package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationContract.ReverseXp;
import com.mas.domain.engagement.gamification.LedgerRepository.Key;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what is reversed: an award, or an entry that reversed it.
 *
 * @param entry number of the entry among those about the award: the odd ones took back, the even ones gave back; null
 *     for the award itself
 */
record Reversal(Key award, Integer entry) {
  static final String TYPE = "reversal";
  private static final Pattern ENTRY = Pattern.compile("(?:(\\d{1,9}):)?([^:]+):(.+)", Pattern.DOTALL);

  private static final Pattern GIVES_BACK = Pattern.compile("\\d*[02468]:.*", Pattern.DOTALL);

  /** Says whether an entry of type {@code reversal} undoes another one. */
  static boolean isGivingBack(String sourceId) {
    return GIVES_BACK.matcher(sourceId).matches();
  }

  /** Returns the award that an entry of type {@code reversal} is about, as its type, a colon and its source. */
  static String awarded(String sourceId) {
    Matcher entry = ENTRY.matcher(sourceId);
    return entry.matches() ? entry.group(2) + ':' + entry.group(3) : ":" + sourceId;
  }

  static Reversal of(ReverseXp ask) {
    if (!TYPE.equals(ask.type())) {
      return new Reversal(new Key(ask.userId(), ask.type(), ask.sourceId()), null);
    }
    Matcher entry = ENTRY.matcher(ask.sourceId());
    if (!entry.matches()) {
      throw GamificationContract.AWARD_UNKNOWN.refusal();
    }
    return new Reversal(new Key(ask.userId(), entry.group(2), entry.group(3)),
        entry.group(1) == null ? 1 : Integer.parseInt(entry.group(1)));
  }
}
