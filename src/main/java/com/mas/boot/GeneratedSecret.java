package com.mas.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A secret that nobody has to invent for a first start: made once, kept in a file that only its owner reads. */
final class GeneratedSecret {
  private GeneratedSecret() {}

  static String in(Path dataFolder, String name) {
    Path file = dataFolder.resolve(name + ".secret");
    try {
      Files.createDirectories(dataFolder);
      if (!Files.exists(file)) {
        make(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a secret in " + dataFolder + "; set it in the environment instead",
          e);
    }
  }

  /**
   * Creates the file in one step, so that neither a kill nor a second node in its first moment leaves or reads half a
   * secret.
   */
  private static void make(Path file) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Path whole = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(whole, HexFormat.of().formatHex(random));
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      // another process was faster; its secret is the one
    } finally {
      Files.delete(whole);
    }
  }
}
