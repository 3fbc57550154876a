package com.mas.outbound.store;

import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Looks through the folders of a {@link LocalStore}, and at bytes. */
final class Walk {
  private Walk() {}

  /** Visits in the order of keys, in which a folder's name ends with its slash. */
  static void collect(Path folder, String prefix, String after, List<Listed> found) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path each : files(folder)) {
      names.add(each.getFileName() + (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) ? "/" : ""));
    }
    names.sort(Comparator.naturalOrder());
    for (String name : names) {
      String key = prefix + name;
      if (found.size() > S3Client.PAGE) {
        return;
      }
      if (key.endsWith("/")) {
        boolean before = key.compareTo(after) < 0 && !after.startsWith(key);
        if (!before) {
          collect(folder.resolve(name), key, after, found);
        }
      } else if (key.compareTo(after) > 0) {
        try {
          Path file = folder.resolve(name);
          found.add(new Listed(key, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException gone) {
          // deleted meanwhile
        }
      }
    }
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
