package com.mas.module;

import java.util.List;

/**
 * Declares a page of the console. Its files lie in {@code domain/<role>/console}, or in {@code console} as those of
 * earlier days do; {@code screens/x.js} is shown at {@code /console/x}. A screen may be declared once for each group of
 * the menu: an account sees the first of them that admits it.
 *
 * @param place orders the pages in a menu, lowest first
 * @param group part of the menu: learn, teach, mirror, manage, run or connect; account for a page that the search
 *     finds but no menu shows; empty for one that only other pages lead to
 * @param access words of {@code x-access} in the contract, one of which must admit the signed-in account; the server
 *     decides again with each request of the page
 * @param domain first word of the addresses that the page asks; a tenant that does without them has no such page
 */
public record ConsolePage(int place, String group, String screen, String href, String icon, String name, String about,
    List<String> access, String domain) {
  public ConsolePage {
    access = List.copyOf(access);
  }

  /** Makes a page at {@code /console/<screen>}. */
  public static ConsolePage of(int place, String group, String screen, String icon, String name, String about,
      String... access) {
    return new ConsolePage(place, group, screen, "/console/" + screen, icon, name, about, List.of(access), "");
  }

  /** Names the page among all: its group and its screen. */
  public String key() {
    return group + "/" + screen;
  }

  ConsolePage in(String its) {
    return new ConsolePage(place, group, screen, href, icon, name, about, access, its);
  }
}
