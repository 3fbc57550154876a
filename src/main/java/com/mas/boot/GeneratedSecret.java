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
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      try {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random));
      } catch (FileAlreadyExistsException e) {
        // kept from the first start
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a secret in " + dataFolder + "; set it in the environment instead", e);
    }
  }
}
