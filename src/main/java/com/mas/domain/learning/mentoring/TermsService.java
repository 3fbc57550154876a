package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.domain.learning.mentoring.TermsContract.GetManner;
import com.mas.domain.learning.mentoring.TermsContract.ListTerms;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import com.mas.domain.learning.mentoring.TermsContract.SetTerms;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Clock;

final class TermsService {
  private final TermsRepository terms;
  private final People people;
  private final Clock clock;

  TermsService(TermsRepository terms, People people, Clock clock) {
    this.terms = terms;
    this.people = people;
    this.clock = clock;
  }

  Page<Terms> list(Call call, ListTerms ask) {
    return terms.list(call.tenant(), ask);
  }

  Terms set(Call call, SetTerms ask) {
    if (!ask.validFrom().isAfter(clock.instant())) {
      throw TermsContract.TERMS_REFUSED.refusal().at("/validFrom");
    }
    return terms.set(new Terms(call.tenant(), ask.validFrom(), ask.bookNoticeMinutes(), ask.changeNoticeMinutes(),
        ask.answerMinutes(), ask.holdMinutes(), ask.minutesPerToken(), ask.absentPercent(), ask.source().strip()));
  }

  Manner manner(Call call, GetManner ask) {
    return terms.manner(call.tenant(), people.callerOr(call, ask.mentorId(), "/mentorId"));
  }

  Manner setManner(Call call, SetManner ask) {
    return terms.setManner(call.tenant(), people.callerOr(call, ask.mentorId(), "/mentorId"), ask, clock.instant());
  }
}
