package com.mas.domain.learning.moodle;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.learning.moodle.MoodleContract.Tree;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.runs.Politeness;
import com.mas.runs.RunsContract;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Mirrors a Moodle and answers for it. */
public final class MoodleVerticle extends DomainVerticle {
  /**
   * @param pages pauses before pages
   * @param atOnce requests to Moodle at the same time
   * @param limits whether logins that fail are limited
   */
  record Config(MoodleClient.Account account, Politeness pages, int atOnce, boolean limits,
      SyncService.Config sync) {}

  private final SyncService syncs;
  private final LoginService logins;
  private final LoginAudit audit;
  private final DoorService door;
  private final ProvisionService provision;
  private final CourseProvision courses;
  private final TreeRepository tree;
  private final RoleService roles;

  /** @param caller null when no Moodle is configured */
  MoodleVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, RateLimit limit, Supplier<UUID> ids,
      HttpCaller caller, Config config) {
    super(bus, capacity);
    MoodleClient client = caller == null ? null : new MoodleClient(caller, config.account);
    String tenant = config.sync.tenant();
    syncs = new SyncService(bus, db, jobs, ids, new MoodleConnector(client, tenant, config.pages, config.atOnce),
        config.sync, this::isStopping);
    audit = new LoginAudit(db, bus.clock(), ids);
    logins = new LoginService(client, new PeopleRepository(db), tenant, limit, config.limits, audit, bus.clock());
    door = new DoorService(client);
    provision = new ProvisionService(client);
    courses = new CourseProvision(client, bus.clock());
    tree = new TreeRepository(db);
    roles = new RoleService(bus, new RoleRepository(db), ids);
  }

  @Override
  protected void open() {
    answer(MoodleContract.START, (call, ask) -> syncs.start(call));
    answer(MoodleContract.STATUS, (call, ask) -> syncs.status(call));
    answer(MoodleContract.HISTORY, syncs::history);
    answer(MoodleContract.ERRORS, syncs::errors);
    answer(MoodleContract.SCHEDULE, (call, ask) -> syncs.schedule(call));
    answer(MoodleContract.CHANGE_SCHEDULE, syncs::changeSchedule);
    answer(MoodleContract.TICK, syncs::tick);
    answer(MoodleContract.ADVANCE, syncs::advance);
    answer(MoodleContract.CHECK_LOGIN, logins::check);
    configured(MoodleContract.TRY_LOGIN, logins::attempt);
    answer(MoodleAuditContract.LOGINS, (call, ask) -> audit.list(call.tenant(), ask));
    configured(MoodleContract.SITE_INFO, (call, ask) -> door.siteInfo());
    configured(MoodleContract.COURSES_OF, (call, ask) -> door.coursesOf(ask));
    configured(MoodleContract.PEOPLE_OF, (call, ask) -> door.peopleOf(ask));
    configured(MoodleContract.PROFILES_OF, (call, ask) -> door.profilesOf(ask));
    configured(MoodleContract.ALL_COURSES, (call, ask) -> door.courses());
    configured(MoodleContract.ALL_CATEGORIES, (call, ask) -> door.categories());
    configured(MoodleContract.PREVIEW_CATEGORIES, (call, ask) -> provision.categories(ask, true));
    configured(MoodleContract.MAKE_CATEGORIES, (call, ask) -> provision.categories(ask, false));
    configured(MoodleContract.PREVIEW_COURSES, (call, ask) -> provision.courses(ask, true));
    configured(MoodleContract.MAKE_COURSES, (call, ask) -> provision.courses(ask, false));
    configured(ProvisionContract.PREVIEW_BULK, (call, ask) -> courses.bulk(call, ask, true));
    configured(ProvisionContract.MAKE_BULK, (call, ask) -> courses.bulk(call, ask, false));
    configured(ProvisionContract.PREVIEW_QUICK, (call, ask) -> courses.quick(call, ask, true));
    configured(ProvisionContract.MAKE_QUICK, (call, ask) -> courses.quick(call, ask, false));
    configured(MoodleContract.PREVIEW_PEOPLE, (call, ask) -> provision.people(ask, true));
    configured(MoodleContract.MAKE_PEOPLE, (call, ask) -> provision.people(ask, false));
    answer(MoodleContract.TREE, (call, ask) -> new Tree(tree.categories(call.tenant())));
    answer(MoodleContract.COURSES, (call, ask) -> tree.courses(call.tenant(), ask.categoryId(), PageWindow.of(ask)));
    answer(MoodleContract.GIVE_ROLE, roles::give);
    answer(MoodleContract.ROLES, roles::list);
    answer(MoodleContract.TAKE_ROLE, roles::take);
    on(PersonContract.VERIFIED, syncs::verified);
    on(RunsContract.GIVEN_UP, (call, over) -> syncs.givenUp(over));
    syncs.open();
  }

  /** Answers what needs a Moodle: the tenant's own. */
  private <Q, A> void configured(Request<Q, A> request, BiFunction<Call, Q, A> answer) {
    answer(request, (call, ask) -> {
      syncs.mustBeConfigured(call);
      return answer.apply(call, ask);
    });
  }
}
