package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.testkit.Browser;
import com.mas.testkit.NodeJs;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a browser: the console's page with its uploader, and a client of others on a page of another origin. */
class FilesPageProcessIT {
  @TempDir private Path folder;

  @Test
  void anAdministratorUploadsLooksDownloadsAndRemoves() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    Path picture = folder.resolve("class photo.png");
    BufferedImage image = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 1200; x++) {
      for (int y = 0; y < 800; y++) {
        image.setRGB(x, y, x * 255 / 1200 << 16 | y * 255 / 800 << 8 | 0x60);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Files.write(picture, png.toByteArray());
    Path large = Files.write(folder.resolve("handbook.pdf"), pdf(9 << 20));
    Path drawing = Files.writeString(folder.resolve("logo.png"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/files", Api.ADMIN, Api.PASSWORD);
      browser.see("main", "used");
      browser.click("main a", "Upload a file");
      browser.see("main h1", "Upload a file");
      choose(browser, "document");
      send(browser, drawing);
      browser.see("main .note.bad", "web page or a drawing");
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("files-refused");
      send(browser, large);
      browser.see("main h1", "handbook.pdf");
      browser.see(".badge", "Ready");
      browser.see("main", "9 MB");
      browser.click("main a", "All files");
      browser.click("main a", "Upload a file");
      choose(browser, "document");
      send(browser, picture);
      browser.see("main h1", "class photo.png");
      browser.see("img.thumb");
      browser.see("main", "1,200 × 800");
      browser.click("main button", "Download");
      browser.settled();
      browser.driver().navigate().refresh();
      browser.see("main", "Super Admin");
      browser.see("tbody td", "Download");
      browser.settled();
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("files-one");
      browser.click("main a", "All files");
      browser.see("tbody", "class photo.png");
      browser.see("tbody", "handbook.pdf");
      browser.settled();
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("files");
      browser.asPhone();
      browser.assertUsable();
      browser.screenshot("files-phone");
      browser.asDesktop();
      browser.click("tbody a", "class photo.png");
      browser.see("main h1", "class photo.png");
      browser.click("main button", "Remove");
      browser.click("dialog button", "Remove");
      browser.see("main", "handbook.pdf");
      browser.assertNoErrors("415");
    }
  }

  private static void choose(Browser browser, String kind) {
    browser.see("main select");
    browser.settled();
    browser.driver().executeScript("""
        const choice = document.querySelector('main select');
        choice.value = arguments[0];
        choice.dispatchEvent(new Event('change', { bubbles: true }));
        """, kind);
    browser.see("main", "Excel");
  }

  private static void send(Browser browser, Path file) {
    browser.all("input[type=file]").getFirst().sendKeys(file.toAbsolutePath().toString());
    browser.click("main form button", "Upload");
  }

  /** Sends 20 MB in three parts, with a pause after the first; the page is of another origin than the server. */
  @Test
  void anotherClientSendsAFileInPartsAndGoesOnAfterAPause() throws Exception {
    SharedServer server = SharedServer.get();
    Person student = server.newPerson("Uma Uploads", "USER");
    String token = server.api().login(student.email(), SharedServer.PASSWORD);
    byte[] whole = pdf(20 << 20);
    Path file = Files.write(folder.resolve("thesis.pdf"), whole);
    HttpServer pages = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    pages.createContext("/", exchange -> {
      String name = exchange.getRequestURI().getPath().substring(1);
      try {
        byte[] body = (name.equals("uppy.min.js") ? NodeJs.text("uppy/dist/uppy.min.js")
            : Files.readString(Path.of("src/test/js", name))).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", name.endsWith("js") ? "text/javascript" : "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } catch (Exception e) {
        exchange.sendResponseHeaders(404, -1);
      }
      exchange.close();
    });
    pages.start();
    try (Browser browser = Browser.desktop(); HttpClient client = HttpClient.newHttpClient()) {
      browser.open("http://127.0.0.1:" + pages.getAddress().getPort() + "/uppy.html#kind=document&pause=1&api="
          + URLEncoder.encode(server.api().base(), StandardCharsets.UTF_8) + "&token=" + token);
      browser.all("#file").getFirst().sendKeys(file.toAbsolutePath().toString());
      String state = browser.see("#state", "done").getText();
      String path = "/api/files/" + state.substring(5);
      eventually("the file is checked", // one of more than 16 MiB is checked later
          () -> server.api().get(path, token).data().path("state").asText().equals("ready"));
      JsonNode made = server.api().get(path, token).data();
      assertEquals("ready " + whole.length, made.path("state").asText() + " " + made.path("bytes").asInt());
      assertTrue(browser.driver().executeScript("return events.join()").toString().contains("part 3"));
      String url = server.api().post("/api/files/" + made.path("id").asText() + "/link", token, Map.of()).data()
          .path("url").asText();
      assertArrayEquals(whole, client.send(HttpRequest.newBuilder(URI.create(server.api().base() + url)).build(),
          BodyHandlers.ofByteArray()).body());
    } finally {
      pages.stop(0);
    }
  }

  private static byte[] pdf(int length) {
    byte[] whole = new byte[length];
    new Random(length).nextBytes(whole);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] end = "\n%%EOF\n".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(end, 0, whole, length - end.length, end.length);
    return whole;
  }
}
