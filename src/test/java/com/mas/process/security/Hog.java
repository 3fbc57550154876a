package com.mas.process.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Fills the heap of a running JVM, as a leak would, and keeps it full: a thread in it takes what there is. */
public final class Hog {
  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 256;

  private record Link(Link before, byte[] bytes) {}

  private Hog() {}

  /** Called in that JVM. */
  public static void agentmain(String nothing) {
    Thread.ofPlatform().daemon().name("hog").start(() -> fill(null));
  }

  private static void fill(Link taken) {
    Link all = taken;
    for (int size = LARGEST; size >= SMALLEST;) {
      try {
        all = new Link(all, new byte[size]);
      } catch (OutOfMemoryError full) {
        size /= 2;
      }
    }
    while (all != null) {
      LockSupport.park(all);
    }
  }

  /** Returns a jar that holds nothing but this, for {@code VirtualMachine.loadAgent}. */
  static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("hog.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", Hog.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Class<?> each : new Class<?>[] {Hog.class, Link.class}) {
        String name = each.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(name));
        try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }
}
