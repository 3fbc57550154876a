package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.learning.mentoring.MentorContract.*;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.GetFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Shows mentors, and writes their profiles. */
final class MentorService {
  private static final Duration LONGEST_SEARCH = Duration.ofDays(7);

  private final Bus bus;
  private final MentorRepository mentors;
  private final People people;
  private final Clock clock;

  MentorService(Bus bus, MentorRepository mentors, People people) {
    this.bus = bus;
    this.mentors = mentors;
    this.people = people;
    this.clock = bus.clock();
  }

  Page<Mentor> list(Call call, ListMentors ask) {
    Instant from = ask.freeFrom();
    Instant until = ask.freeUntil();
    if ((from == null) != (until == null)
        || from != null && (!from.isBefore(until) || until.isAfter(from.plus(LONGEST_SEARCH)))) {
      throw MentorContract.WINDOW_REFUSED.refusal().at("/freeUntil");
    }
    return mentors.search(call.tenant(), ask, clock.instant());
  }

  Page<Category> categories(Call call, ListCategories ask) {
    return mentors.categories(call.tenant(), ask);
  }

  /** Finds mentors who are listed; the others for themselves and for administrators. */
  Optional<Mentor> find(Call call, UUID id) {
    return mentors.get(call.tenant(), id).filter(mentor -> mentor.listed() && mentor.name() != null
        || mentor.id().equals(call.userId()) || call.principal().isAdmin());
  }

  Mentor get(Call call, GetMentor ask) {
    return find(call, ask.id()).orElseThrow(MentorContract.MENTOR_UNKNOWN::refusal);
  }

  Mentor own(Call call) {
    return get(call, new GetMentor(call.userId()));
  }

  Mentor save(Call call, SaveProfile ask) {
    UUID mentor = people.callerOr(call, ask.mentorId(), "/mentorId");
    if (ask.photoId() != null) {
      mustBeTheirs(call, mentor, ask.photoId());
    }
    List<String> skills = once(ask.skills());
    List<String> categories = once(ask.categories());
    List<String> words = new ArrayList<>(skills.stream().map(MentorService::lower).toList());
    categories.forEach(each -> words.add("#" + lower(each)));
    mentors.save(call.tenant(), mentor, ask, skills, categories, once(ask.languages()), words, clock.instant());
    return get(call, new GetMentor(mentor));
  }

  private void mustBeTheirs(Call call, UUID mentor, UUID photo) {
    File file;
    try {
      file = Database.await(bus.send(call, FilesContract.GET, new GetFile(photo)));
    } catch (FailureException failure) {
      if (failure.failure().retryable()) {
        throw failure;
      }
      throw MentorContract.PHOTO_REFUSED.refusal().at("/photoId");
    }
    if (!file.owner().equals(mentor) || !file.kind().equals(FilesContract.PROFILE_PICTURE.name())
        || file.version() == 0) {
      throw MentorContract.PHOTO_REFUSED.refusal().at("/photoId");
    }
  }

  /** Returns each once, in any case, as it is written first. */
  private static List<String> once(List<String> texts) {
    Map<String, String> once = new LinkedHashMap<>();
    texts.forEach(text -> once.putIfAbsent(lower(text), text.strip()));
    return List.copyOf(once.values());
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
