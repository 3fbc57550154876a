package com.mas.domain.learning.education;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.FindUsers;
import com.mas.domain.people.identity.IdentityContract.Person;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Looks people of the call's tenant up. Ids of users are references across schemas: only identity can tell. */
final class People {
  private final Bus bus;

  People(Bus bus) {
    this.bus = bus;
  }

  /** @param path of the id in the request, for the failure; a null id is nobody and is all right */
  void mustExist(Call call, UUID id, String path) {
    if (id != null && find(call, new FindUsers(List.of(id), null)).isEmpty()) {
      throw EducationContract.USER_UNKNOWN.refusal().at(path);
    }
  }

  /** Finds an account by its whole address, in any case. */
  UUID byEmail(Call call, String email) {
    return find(call, new FindUsers(null, List.of(email.strip().toLowerCase(Locale.ROOT)))).stream()
        .findFirst().map(Person::id)
        .orElseThrow(() -> EducationContract.USER_UNKNOWN.with(
            "There is no user with this e-mail address.").at("/email"));
  }

  private List<Person> find(Call call, FindUsers ask) {
    return Database.await(bus.send(call, IdentityContract.FIND_USERS, ask)).users();
  }
}
