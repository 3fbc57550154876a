package com.mas.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Finds files among the resources, whether they lie in an archive or in a folder of classes. */
final class ResourceFolder {
  /** Folder of the domains' resources: each has one of its own in it, named by its role. */
  private static final String DOMAINS = "domain";

  private ResourceFolder() {}

  /** Takes one file at a time. */
  @FunctionalInterface
  interface Taker {
    /** @param name path within the folder, with slashes */
    void take(String name, byte[] bytes) throws IOException;
  }

  /** Gives each file of a folder and of those inside it, in the order of their names. */
  static void read(String folder, Taker taker) {
    visit(folder, root -> give(root, taker));
  }

  /** Gives each file of the folder {@code part} of each domain; its name is within that folder. */
  static void readOfDomains(String part, Taker taker) {
    visit(DOMAINS, root -> {
      for (Path domain : list(root)) {
        if (Files.isDirectory(domain.resolve(part))) {
          give(domain.resolve(part), taker);
        }
      }
    });
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(Path root) throws IOException;
  }

  /** Visits every place of a folder: an archive and a folder of classes may both have it. */
  private static void visit(String folder, Visitor visitor) {
    try {
      for (URL location : Collections.list(ResourceFolder.class.getClassLoader().getResources(folder))) {
        if (location.getProtocol().equals("jar")) {
          String[] parts = location.toString().split("!");
          // by its path, not by the archive's URI, of which there may be one at a time
          try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0].substring("jar:".length()))))) {
            visitor.visit(jar.getPath(parts[1]));
          }
        } else {
          visitor.visit(Path.of(location.toURI()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void give(Path root, Taker taker) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      taker.take(root.relativize(file).toString(), Files.readAllBytes(file));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    }
  }
}
