package com.mas.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Json;
import com.mas.bus.Principal;
import com.mas.module.ConsolePage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pages of the console, of which each account is shown those that it may see. */
final class Menu {
  /** Entry of the menu as the console gets it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(String screen, String href, String group, String icon, String name, String about) {}

  private record Page(ConsolePage declared, Access access, Entry entry) {}

  private final List<Page> pages;
  private final Tenants tenants;

  /**
   * @param pages in the order of the menu
   * @throws IllegalStateException when the access of a page cannot be read
   */
  Menu(List<ConsolePage> pages, Tenants tenants) {
    this.pages = pages.stream().map(page -> new Page(page, access(page),
        new Entry(page.screen(), page.href(), page.group(), page.icon(), page.name(), page.about()))).toList();
    this.tenants = tenants;
  }

  private static Access access(ConsolePage page) {
    try {
      return Access.parse(Json.MAPPER.valueToTree(page.access()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the page " + page.screen() + " " + e.getMessage(), e);
    }
  }

  /** Returns what this account may see and its tenant has, each screen once: as the first that admits the account. */
  List<Entry> of(Principal principal) {
    Set<String> seen = new HashSet<>();
    return pages.stream().filter(page -> page.access.allows(principal))
        .filter(page -> !tenants.isSwitchedOff(principal.tenant(), page.declared.domain() + "."))
        .filter(page -> seen.add(page.entry.screen)).map(Page::entry).toList();
  }
}
