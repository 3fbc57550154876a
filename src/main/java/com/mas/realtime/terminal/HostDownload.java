package com.mas.realtime.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.mas.realtime.terminal.host.TerminalHost;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Serves the command-line host to people who have nothing of this product but its address: at {@value #SCRIPT} a shell
 * script that installs and starts it, at {@value #JAR} the program, cut out of the server's own classes when somebody
 * first asks for it. Of one event loop.
 */
final class HostDownload implements Handler<HttpServerRequest> {
  static final String SCRIPT = "/terminal-host";
  static final String JAR = SCRIPT + ".jar";
  private static final String HOUR = "public, max-age=3600";
  /** Finds the classes of the server that the program uses. */
  private static final Predicate<String> OURS =
      name -> name.matches("com/mas/(realtime/terminal/(host|screen)|bus)/[^/]+\\.class");
  private static final Predicate<String> OF_LIBRARIES =
      name -> name.startsWith("com/fasterxml/jackson/") && name.endsWith(".class");
  private static final List<Class<?>> LIBRARIES =
      List.of(ObjectMapper.class, JsonFactory.class, JsonInclude.class, JavaTimeModule.class);

  private final Vertx vertx;
  private Future<Buffer> jar;

  HostDownload(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().setStatusCode(405).putHeader(HttpHeaders.ALLOW, "GET, HEAD").end();
    } else if (SCRIPT.equals(request.path())) {
      script(request);
    } else if (JAR.equals(request.path())) {
      if (jar == null || jar.failed()) {
        jar = vertx.executeBlocking(HostDownload::program, false);
      }
      jar.onSuccess(bytes -> answer(request, 200, "application/java-archive", bytes))
          .onFailure(e -> answer(request, 503, "text/plain", Buffer.buffer("The program cannot be made here.\n")));
    } else {
      answer(request, 404, "text/plain", Buffer.buffer("Not found.\n"));
    }
  }

  /** Names the server as the client does; a name that is none is refused, since the script has it in it. */
  private static void script(HttpServerRequest request) {
    String authority = request.authority() == null ? "" : request.authority().toString();
    if (!authority.matches("[A-Za-z0-9.\\-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?")) {
      answer(request, 400, "text/plain", Buffer.buffer("The request must name its host.\n"));
      return;
    }
    boolean secure = request.isSSL() || "https".equals(request.getHeader("X-Forwarded-Proto"));
    String text = resource("/terminal/install.sh").replace("@SERVER@", (secure ? "https://" : "http://") + authority);
    answer(request, 200, "text/x-shellscript; charset=utf-8", Buffer.buffer(text));
  }

  private static void answer(HttpServerRequest request, int status, String type, Buffer body) {
    request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, status == 200 && type.contains("java") ? HOUR : "no-store")
        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
    if (request.method() == HttpMethod.HEAD) {
      request.response().end();
    } else {
      request.response().end(body);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HostDownload.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the program; takes about a second. */
  static Buffer program() throws IOException, URISyntaxException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, TerminalHost.class.getName());
    manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      Set<String> there = new TreeSet<>();
      copy(TerminalHost.class, OURS, out, there);
      for (Class<?> library : LIBRARIES) {
        copy(library, OF_LIBRARIES, out, there);
      }
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** Copies from where a class comes from, an archive or a folder. */
  private static void copy(Class<?> one, Predicate<String> wanted, JarOutputStream out, Set<String> there)
      throws IOException, URISyntaxException {
    Path from = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(from)) {
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = from.relativize(file).toString();
          if (wanted.test(name) && there.add(name)) {
            out.putNextEntry(new JarEntry(name));
            Files.copy(file, out);
          }
        }
      }
      return;
    }
    try (JarFile archive = new JarFile(from.toFile())) {
      Enumeration<JarEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (wanted.test(entry.getName()) && there.add(entry.getName())) {
          out.putNextEntry(new JarEntry(entry.getName()));
          archive.getInputStream(entry).transferTo(out);
        }
      }
    }
  }
}
