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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds files among the resources, whether they lie in an archive or in a folder of classes. An archive is opened once
 * for all that is read of it, as that takes as long as reading.
 */
final class ResourceFolder {
  /** Folder of the domains' resources: each has one of its own in it, named by its role. */
  private static final String DOMAINS = "domain";

  /** Folder that stands in for the resources of the build while somebody works on them; null: there is none. */
  private static final String SOURCES = System.getProperty("resources");

  private ResourceFolder() {}

  /** Returns true when pages shall be read again for each request: {@code -Dresources=FOLDER} names their sources. */
  static boolean fromSources() {
    return SOURCES != null;
  }

  /** Takes one file at a time. */
  @FunctionalInterface
  interface Taker {
    /** @param name path within the folder, with slashes */
    void take(String name, byte[] bytes) throws IOException;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(Path root) throws IOException;
  }

  /** Gives each file of a folder and of those inside it, in the order of their names. */
  static void read(String folder, Taker taker) {
    visit(Map.of(folder, root -> give(root, taker)));
  }

  /** Gives what {@link #read} gives, and the files of the folder of that name of each domain. */
  static void readWithDomains(String folder, Taker taker) {
    visit(Map.of(folder, root -> give(root, taker), DOMAINS, root -> giveDomains(root, folder, taker)));
  }

  /** Gives the files of the folder of that name of each domain. */
  static void readDomains(String folder, Taker taker) {
    visit(Map.of(DOMAINS, root -> giveDomains(root, folder, taker)));
  }

  /** Visits every place of each folder: an archive and a folder of classes may both have it. */
  private static void visit(Map<String, Visitor> folders) {
    Map<String, List<String>> ofArchives = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Visitor> folder : folders.entrySet()) {
        for (URL place : Collections.list(ResourceFolder.class.getClassLoader().getResources(folder.getKey()))) {
          if (place.getProtocol().equals("jar")) {
            ofArchives.computeIfAbsent(place.toString().split("!")[0].substring("jar:".length()),
                none -> new ArrayList<>()).add(folder.getKey());
          } else {
            folder.getValue().visit(source(folder.getKey(), Path.of(place.toURI())));
          }
        }
      }
      for (Map.Entry<String, List<String>> archive : ofArchives.entrySet()) {
        // by its path, not by the archive's URI, of which there may be one at a time
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(archive.getKey())))) {
          for (String folder : archive.getValue()) {
            folders.get(folder).visit(jar.getPath("/" + folder));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void giveDomains(Path root, String folder, Taker taker) throws IOException {
    for (Path domain : list(root)) {
      if (Files.isDirectory(domain.resolve(folder))) {
        give(domain.resolve(folder), taker);
      }
    }
  }

  private static Path source(String folder, Path built) {
    return SOURCES == null || !Files.isDirectory(Path.of(SOURCES, folder)) ? built : Path.of(SOURCES, folder);
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
