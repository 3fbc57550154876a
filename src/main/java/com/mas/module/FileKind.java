package com.mas.module;

import com.mas.bus.Constants;
import com.mas.bus.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Declares one kind of file that people upload, with its rules, as a constant of the contract of the domain that needs
 * it.
 *
 * <pre>
 * FileKind RESUME = FileKind.of("resume", "Résumé", 10, FileType.PDF, FileType.DOCX).readBy("capability:batch_lead");
 * </pre>
 *
 * @param name unique, such as {@code resume}
 * @param title for people
 * @param mostBytes of one file
 * @param writers words of {@code x-access}: who may upload such files for himself
 * @param readers words of {@code x-access}: who may read those of others; the owner always may
 * @param versions of one file that are kept, the newest
 * @param kept after its last version a file is removed; zero: it is not, until its person is erased
 * @param isSalvaged whether an upload that broke off is completed with the parts that have come, in their order
 */
public record FileKind(String name, String title, long mostBytes, Set<FileType> types, List<String> writers,
    List<String> readers, int versions, Duration kept, boolean isSalvaged) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,39}");
  private static final Pattern WORD = Pattern.compile("user|role:[A-Z]+|capability:[a-z_]+");

  public FileKind {
    types = Set.copyOf(types);
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
    if (!NAME.matcher(name).matches() || types.isEmpty() || versions < 1 || mostBytes < 1
        || !writers.stream().allMatch(each -> WORD.matcher(each).matches())
        || !readers.stream().allMatch(each -> WORD.matcher(each).matches())) {
      throw new IllegalArgumentException(name + " is no kind of file");
    }
  }

  /** Declares a kind that everybody uploads for himself and administrators may read; ten versions, kept for good. */
  public static FileKind of(String name, String title, int mostMb, FileType... types) {
    return new FileKind(name, title, (long) mostMb << 20, Set.of(types), List.of("user"), List.of("role:ADMIN"), 10,
        Duration.ZERO, false);
  }

  public FileKind writtenBy(String... words) {
    return new FileKind(name, title, mostBytes, types, List.of(words), readers, versions, kept, isSalvaged);
  }

  /** Adds to those who may read. */
  public FileKind readBy(String... words) {
    List<String> more = new ArrayList<>(readers);
    more.addAll(List.of(words));
    return new FileKind(name, title, mostBytes, types, writers, more, versions, kept, isSalvaged);
  }

  public FileKind versions(int newest) {
    return new FileKind(name, title, mostBytes, types, writers, readers, newest, kept, isSalvaged);
  }

  public FileKind kept(Duration age) {
    return new FileKind(name, title, mostBytes, types, writers, readers, versions, age, isSalvaged);
  }

  public FileKind salvaged() {
    return new FileKind(name, title, mostBytes, types, writers, readers, versions, kept, true);
  }

  /** Returns the kinds that are constants of the contract, in the order in which it declares them. */
  public static List<FileKind> in(Class<?> contract) {
    return Constants.in(contract, FileKind.class).toList();
  }

  public boolean mayWrite(Principal caller) {
    return allows(writers, caller);
  }

  public boolean mayRead(Principal caller) {
    return allows(readers, caller);
  }

  private static boolean allows(List<String> words, Principal caller) {
    return caller != null && words.stream().anyMatch(word -> word.equals("user")
        || word.equals("role:" + caller.role().name())
        || word.equals("role:ADMIN") && caller.isAdmin()
        || word.startsWith("capability:") && caller.has(word.substring("capability:".length())));
  }
}
