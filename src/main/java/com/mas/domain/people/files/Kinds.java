package com.mas.domain.people.files;

import com.mas.bus.Call;
import com.mas.module.FileKind;
import com.mas.module.FileType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows the kinds of files of all modules. */
final class Kinds {
  private final List<FileKind> all;
  private final Map<String, FileKind> byName;

  Kinds(List<FileKind> all) {
    this.all = List.copyOf(all);
    this.byName = all.stream().collect(Collectors.toUnmodifiableMap(FileKind::name, Function.identity()));
  }

  List<FileKind> all() {
    return all;
  }

  /** Returns a kind that the caller may upload. */
  FileKind writable(Call call, String name) {
    FileKind kind = byName.get(name);
    if (kind == null || !kind.mayWrite(call.principal())) {
      throw FilesContract.KIND_UNKNOWN.refusal().at("/kind");
    }
    return kind;
  }

  /** Returns the kind of a file that is there; of one that no module declares any more, one that takes nothing. */
  FileKind of(String name) {
    FileKind kind = byName.get(name);
    return kind != null ? kind : new FileKind(name, name, 1, Set.of(FileType.PDF), List.of(),
        List.of("role:ADMIN"), 1, Duration.ZERO, false);
  }
}
