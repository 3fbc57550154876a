package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.engagement.portal.ProfileContract.ChangeProfile;
import com.mas.domain.engagement.portal.ProfileContract.ChooseResume;
import com.mas.domain.engagement.portal.ProfileContract.Completion;
import com.mas.domain.engagement.portal.ProfileContract.GetProfile;
import com.mas.domain.engagement.portal.ProfileContract.GetStudent;
import com.mas.domain.engagement.portal.ProfileContract.LinkResume;
import com.mas.domain.engagement.portal.ProfileContract.MyViews;
import com.mas.domain.engagement.portal.ProfileContract.Profile;
import com.mas.domain.engagement.portal.ProfileContract.ProfileView;
import com.mas.domain.engagement.portal.ProfileContract.Resume;
import com.mas.domain.engagement.portal.ProfileContract.ResumeLink;
import com.mas.domain.engagement.portal.ProfileContract.VerifyProfile;
import com.mas.domain.engagement.portal.ProfileRepository.Facts;
import com.mas.domain.engagement.portal.ProfileRepository.Stored;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.domain.people.files.FilesContract.FileState;
import com.mas.domain.people.files.FilesContract.ListAll;
import com.mas.domain.people.files.FilesContract.Signed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows and changes profiles. Résumés are files; this domain knows which of them is the primary one. */
final class ProfileService {
  private static final String RESUME = FilesContract.RESUME.name();
  private static final int MOST_RESUMES = 50;

  private final Bus bus;
  private final Database db;
  private final ProfileRepository profiles;
  private final Care care;
  private final PortalFiles files;
  private final Duration patience;

  /** @param patience how long the files are waited for */
  ProfileService(Bus bus, Database db, Duration patience) {
    this.bus = bus;
    this.db = db;
    this.profiles = new ProfileRepository(db);
    this.care = new Care(db, bus.clock());
    this.files = new PortalFiles(bus);
    this.patience = patience;
  }

  Profile get(Call call, GetProfile ask) {
    return shown(call, call.userId());
  }

  Profile change(Call call, ChangeProfile ask) {
    UUID person = call.userId();
    Instant now = bus.clock().instant();
    db.transaction(tx -> {
      Facts before = profiles.lock(tx, call.tenant(), person, now)
          .orElseThrow(ProfileContract.STUDENT_UNKNOWN::refusal);
      List<String> held = before.isVerified() ? ProfileRules.held(before, ask) : List.of();
      if (!held.isEmpty()) {
        FailureException refused = ProfileContract.PROFILE_VERIFIED.refusal();
        throw refused.errors(held.stream().map(each -> new FieldError(each, refused.detail().message())).toList());
      }
      profiles.change(tx, person, ProfileRules.changed(before, ask), now);
      return null;
    });
    return shown(call, person);
  }

  Profile verify(Call call, VerifyProfile ask) {
    Instant now = bus.clock().instant();
    db.transaction(tx -> {
      boolean isNew = profiles.make(tx, call.tenant(), ask.userId(), now);
      Facts before = profiles.lock(tx, call.tenant(), ask.userId(), now)
          .orElseThrow(ProfileContract.STUDENT_UNKNOWN::refusal);
      Facts after = ProfileRules.verified(before, ask);
      if (!after.equals(before)) {
        if (ask.verified()) {
          mustBeSeen(ask, isNew ? null : before.updatedAt());
          if (ProfileRules.isEmpty(after)) {
            throw ProfileContract.PROFILE_EMPTY.refusal();
          }
        }
        profiles.verify(tx, ask.userId(), after, ask.verified(), call.userId(), now);
      }
      return null;
    });
    care.opened(call, ask.userId());
    return shown(call, ask.userId());
  }

  /** @param updatedAt of the profile as it is; null: there was none that could be looked at */
  private static void mustBeSeen(VerifyProfile ask, @Nullable Instant updatedAt) {
    if (updatedAt != null && ask.seenAt() == null) {
      throw Failure.INVALID.with("Say which profile you looked at: send the time that it was changed at.")
          .at("/seenAt");
    }
    if (!Objects.equals(inMillis(ask.seenAt()), inMillis(updatedAt))) {
      throw ProfileContract.PROFILE_CHANGED.refusal();
    }
  }

  /** Returns a time as answers write it. */
  private static @Nullable Instant inMillis(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
  }

  Profile chooseResume(Call call, ChooseResume ask) {
    UUID person = call.userId();
    FilesContract.File file = files.find(call, ask.id()).orElseThrow(ProfileContract.RESUME_UNKNOWN::refusal);
    if (!file.owner().equals(person) || !file.kind().equals(RESUME)
        || file.state() != FileState.READY) {
      throw ProfileContract.RESUME_UNKNOWN.refusal();
    }
    Instant now = bus.clock().instant();
    db.transaction(tx -> {
      if (profiles.lock(tx, call.tenant(), person, now).isEmpty()) {
        throw ProfileContract.STUDENT_UNKNOWN.refusal();
      }
      profiles.choose(tx, person, ask.id(), now);
      return null;
    });
    return shown(call, person);
  }

  /** Makes a person's first résumé the primary one; told twice is as told once. */
  void resumeReady(FileReady ready) {
    if (ready.kind().equals(RESUME)) {
      db.transaction(tx -> {
        profiles.lock(tx, ready.tenant(), ready.owner(), bus.clock().instant())
            .ifPresent(there -> profiles.firstResume(tx, ready.owner(), ready.id()));
        return null;
      });
    }
  }

  Page<ProfileView> views(Call call, MyViews ask) {
    return profiles.views(call.tenant(), call.userId(), PageWindow.of(ask));
  }

  Profile ofStudent(Call call, GetStudent ask) {
    care.mustCare(call, ask.userId());
    care.opened(call, ask.userId());
    return shown(call, ask.userId());
  }

  ResumeLink resumeOfStudent(Call call, LinkResume ask) {
    care.mustCare(call, ask.userId());
    Stored stored = profiles.get(call.tenant(), ask.userId()).orElseThrow(ProfileContract.STUDENT_UNKNOWN::refusal);
    UUID primary = Database.await(ready(call, ask.userId()).map(all -> primary(all, stored.primaryResume()))).stream()
        .filter(Resume::primary).findFirst().orElseThrow(ProfileContract.NO_RESUME::refusal).fileId();
    care.openedFurther(call, ask.userId());
    Signed signed = files.link(call, primary);
    return new ResumeLink(signed.url(), signed.expiresAt());
  }

  /** Returns a profile, to others than the person with the primary résumé alone. */
  private Profile shown(Call call, UUID person) {
    Future<Answered<List<Resume>>> files = ready(call, person).map(Answered::ready).otherwise(Answered::failed);
    Stored stored = profiles.get(call.tenant(), person).orElseThrow(ProfileContract.STUDENT_UNKNOWN::refusal);
    boolean isOwn = person.equals(call.userId());
    Answered<List<Resume>> resumes = Database.await(files).map(all -> primary(all, stored.primaryResume()).stream()
        .filter(each -> isOwn || each.primary()).toList());
    boolean hasResume = resumes.value() == null ? stored.primaryResume() != null : !resumes.value().isEmpty();
    Completion completion = CompletionRules.of(stored, hasResume);
    return new Profile(person, stored.fullName(), stored.email(),
        stored.phone() == null ? stored.accountPhone() : stored.phone(), stored.city(), stored.region(),
        stored.rollNumber(), stored.branch(), stored.studyYear(), stored.cgpa(), stored.headline(), stored.summary(),
        stored.skills(), stored.linkedinUrl(), stored.githubUrl(), stored.portfolioUrl(), stored.verifiedAt(),
        completion, resumes.lines(Function.identity(), all -> (long) all.size()), stored.updatedAt());
  }

  /** Asks for the résumés that are ready, newest first; this domain has decided that the caller may see them. */
  private Future<List<Resume>> ready(Call call, UUID person) {
    Call brief = call.until(bus.clock().instant().plus(patience).toEpochMilli());
    return bus.send(brief, FilesContract.ALL, new ListAll(RESUME, person, FileState.READY, MOST_RESUMES, 0L))
        .map(page -> page.items().stream()
            .map(each -> new Resume(each.id(), each.name(), each.bytes(), each.changedAt(), false)).toList());
  }

  /** Marks the chosen résumé, or the newest where the chosen one is gone. */
  private static List<Resume> primary(List<Resume> all, UUID chosen) {
    UUID marked = all.stream().map(Resume::fileId).filter(each -> each.equals(chosen)).findFirst()
        .orElse(all.isEmpty() ? null : all.getFirst().fileId());
    return all.stream().map(each -> new Resume(each.fileId(), each.name(), each.bytes(), each.changedAt(),
        each.fileId().equals(marked))).toList();
  }
}
