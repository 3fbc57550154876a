package com.mas.domain.learning.moodle;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.learning.moodle.MoodleContract.GiveRole;
import com.mas.domain.learning.moodle.MoodleContract.InstitutionalRole;
import com.mas.domain.learning.moodle.MoodleContract.ListRoles;
import com.mas.domain.learning.moodle.MoodleContract.RoleTaken;
import com.mas.domain.learning.moodle.MoodleContract.TakeRole;
import com.mas.domain.people.identity.DirectoryContract.Directory;
import java.util.UUID;
import java.util.function.Supplier;

/** Gives and takes the offices of deans and chairpersons. */
final class RoleService {
  private final Bus bus;
  private final RoleRepository roles;
  private final Supplier<UUID> ids;
  private final Directory directory;

  RoleService(Bus bus, RoleRepository roles, Supplier<UUID> ids) {
    this.bus = bus;
    this.roles = roles;
    this.ids = ids;
    this.directory = new Directory(bus, MoodleContract.HOLDER_UNKNOWN);
  }

  InstitutionalRole give(Call call, GiveRole ask) {
    directory.mustExist(call, ask.userId(), "/userId");
    return roles.give(ids.get(), call.tenant(), ask.userId(), ask.role(), ask.moodleCategoryId(), call.userId(),
        bus.clock().instant()).orElseThrow(MoodleContract.CATEGORY_UNFIT::refusal);
  }

  Page<InstitutionalRole> list(Call call, ListRoles ask) {
    return roles.list(call.tenant(), PageWindow.of(ask));
  }

  RoleTaken take(Call call, TakeRole ask) {
    if (!roles.take(call.tenant(), ask.id())) {
      throw MoodleContract.ROLE_UNKNOWN.refusal();
    }
    return new RoleTaken(ask.id());
  }
}
