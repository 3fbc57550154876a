package com.mas.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Programs carried on the class path, unpacked once per folder; processes that race for it end with one copy. */
final class Binaries {
  private static final int ANY_EXECUTE = 0111;
  /** Followed by the pid of the process that unpacks. */
  private static final String UNFINISHED = ".unpacking-";

  @FunctionalInterface
  private interface Unpacking {
    void into(Path folder, InputStream resource) throws IOException;
  }

  private Binaries() {}

  /** {@code amd64} or {@code arm64}; throws on machines for which no programs are carried. */
  static String machine(String escape) throws IOException {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    if (os.equals("Linux") && arch.equals("amd64")) {
      return "amd64";
    }
    if (os.equals("Linux") && arch.equals("aarch64")) {
      return "arm64";
    }
    throw new IOException("no server programs for " + os + " on " + arch + " are carried: set " + escape);
  }

  /** @return the folder {@code target}, holding the unpacked {@code .txz} resource */
  static Path archive(String resource, Path target) throws IOException {
    return once(resource, target, Binaries::untar);
  }

  /** @return {@code target/name}, the resource as an executable file */
  static Path program(String resource, Path target, String name) throws IOException {
    return once(resource, target, (folder, in) -> {
      Path file = folder.resolve(name);
      Files.copy(in, file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }).resolve(name);
  }

  private static Path once(String resource, Path target, Unpacking unpacking) throws IOException {
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(target.getParent());
    removeCutOff(target.getParent());
    Path unfinished = Files.createTempDirectory(target.getParent(), UNFINISHED + ProcessHandle.current().pid() + "-");
    try {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (InputStream in = Binaries.class.getResourceAsStream("/" + resource)) {
        if (in == null) {
          throw new IOException("the class path has no " + resource);
        }
        unpacking.into(unfinished, in);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) { // otherwise another process was faster, with the same content
        throw e;
      }
    } finally {
      delete(unfinished);
    }
    return target;
  }

  /** Removes what processes that were killed while unpacking have left. */
  private static void removeCutOff(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.matches("\\.unpacking-\\d+-.*")
            && ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty()) {
          delete(entry);
        }
      }
    }
  }

  private static void untar(Path folder, InputStream resource) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException("the archive leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(path, folder.resolve(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          boolean executable = (entry.getMode() & ANY_EXECUTE) != 0;
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
