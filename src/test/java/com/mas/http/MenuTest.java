package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import com.mas.module.ConsolePage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MenuTest {
  private static final String TENANT = "mas";
  /** Pages that this test is about; later ones are none of its business. */
  private static final Set<String> FIRST =
      Set.of("student", "meeting", "terminal", "mrlearn", "batchlead", "supermentor", "queues");

  private static List<String> screens(Tenants tenants, Role role, String... capabilities) {
    return new Menu(Modules.PAGES, tenants).of(new Principal(UUID.randomUUID(), role, Set.of(capabilities), TENANT))
        .stream().map(Menu.Entry::screen).filter(FIRST::contains).toList();
  }

  private static Tenants tenants(String... switchedOff) {
    Tenants tenants = new Tenants(List.of(TENANT), List.of());
    tenants.take(List.of(new Tenant(TENANT, "School", List.of(), null, List.of(switchedOff), Instant.EPOCH,
        Instant.EPOCH)));
    return tenants;
  }

  @Test
  void eachAccountSeesThePagesOfItsRoleAndCapabilities() {
    Tenants all = tenants();
    assertEquals(List.of("student", "meeting", "terminal"), screens(all, Role.USER));
    assertEquals(List.of("meeting", "terminal", "mrlearn", "queues"), screens(all, Role.ADMIN));
    assertEquals(screens(all, Role.ADMIN), screens(all, Role.SUPERADMIN));
    assertEquals(List.of("meeting", "terminal", "batchlead"), screens(all, Role.EXPERT, "batch_lead"));
    assertEquals(List.of("meeting", "terminal", "supermentor"), screens(all, Role.EXPERT, "super_mentor"));
    assertEquals(List.of("meeting", "terminal", "queues"), screens(all, Role.SALES, "queue_viewer"));
  }

  @Test
  void aTenantHasNoPagesOfADomainThatItDoesWithout() {
    assertEquals(List.of("meeting", "terminal", "queues"), screens(tenants("mrlearn"), Role.ADMIN));
    assertEquals(List.of("student"), screens(tenants("meeting", "terminal"), Role.USER));
  }

  /** A screen that several modules' groups show is there once: as the first that admits the account. */
  @Test
  void aScreenIsThereOnceInTheGroupOfTheAccount() {
    assertEquals("learn", groupOf("leave", Role.USER));
    assertEquals("teach", groupOf("leave", Role.EXPERT, "batch_lead"));
    assertEquals("manage", groupOf("leave", Role.ADMIN, "batch_lead"));
    assertEquals("learn", groupOf("performance", Role.USER));
    assertEquals("", groupOf("performance", Role.ADMIN));
  }

  private static String groupOf(String screen, Role role, String... capabilities) {
    List<Menu.Entry> found = new Menu(Modules.PAGES, tenants())
        .of(new Principal(UUID.randomUUID(), role, Set.of(capabilities), TENANT)).stream()
        .filter(entry -> entry.screen().equals(screen)).toList();
    assertEquals(1, found.size(), found::toString);
    return found.getFirst().group();
  }

  @Test
  void aPageWithUnknownWordsOfAccessIsNamed() {
    ConsolePage page = ConsolePage.of(1, "run", "odd", "layers", "Odd", "nobody knows", "role:KING");
    assertTrue(assertThrows(IllegalStateException.class, () -> new Menu(List.of(page), tenants())).getMessage()
        .contains("the page odd has an x-access with an unknown role 'role:KING'"));
  }
}
