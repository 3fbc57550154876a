package com.mas.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes the folders of tests in memory where the machine has room there for what they keep and lets programs run from
 * it, and on the disk elsewhere. Servers that start with an empty folder write thousands of files.
 */
public final class TemporaryFolders implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Path MOUNTS = Path.of("/proc/mounts");
  private static final long ROOM = 8L << 30;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
    return Files.createTempDirectory(root(Path.of(System.getProperty("java.io.tmpdir"))), "junit-");
  }

  /** @param disk where they are if there is no room in memory */
  static Path root(Path disk) throws IOException {
    boolean inMemory = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM
        && Files.isReadable(MOUNTS) && Files.readAllLines(MOUNTS).stream()
            .noneMatch(mount -> mount.contains(" " + MEMORY + " ") && mount.contains("noexec"));
    Path root = inMemory ? MEMORY.resolve("engagement-tests-" + System.getProperty("user.name")) : disk;
    return Files.createDirectories(root);
  }
}
