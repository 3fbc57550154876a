package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.bus.Failure;
import com.mas.domain.learning.credential.ExternalSyncContract.ListSyncErrors;
import com.mas.domain.learning.credential.ExternalSyncContract.SyncEnd;
import com.mas.domain.learning.credential.ExternalSyncContract.SyncError;
import com.mas.domain.learning.credential.ExternalSyncContract.Tally;
import com.mas.domain.learning.credential.ExternalSyncContract.TriggerSync;
import com.mas.module.SettingsReader;
import com.mas.module.SettingsReader.SettingsException;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks issuers that are known by configuration alone, and where certificates are fetched from. */
class OutsideIssuersIT {
  private static final String FOURTH = """
      issuers:
        weavers:
          name: Guild of Weavers
          url: https://weavers.example
          address: ${WEAVERS_BASE_URL}
          enabled: true
          auth: {kind: oauth2, path: /v2/token, send: form, id: guild, secret: "${WEAVERS_SECRET}"}
          list: {path: /v2/diplomas, items: /page/entries, page: cursor, paging: cursor, next: /page/after}
          map:
            externalId: /diploma/no
            email: /holder/mail
            name: /holder/called
            title: /diploma/subject
            hours: [/effort/hours, /effort/least]
      """;

  @AutoClose private static final OutsideWorld world = new OutsideWorld();
  @AutoClose private static final OutsideServer server = new OutsideServer(world.outside);

  @BeforeEach
  void calm() {
    world.calm();
    server.seen.clear();
  }

  private static SettingsReader settings(Map<String, String> environment) {
    return SettingsReader.of(Path.of("conf", "application.yaml"), environment, Modules.DOMAINS);
  }

  /** Returns the mistakes, but for settings that only the whole server reads. */
  private static String mistakes(SettingsReader from) {
    return assertThrows(SettingsException.class, from::finish).getMessage().lines()
        .filter(line -> !line.endsWith(" is not a setting")).collect(Collectors.joining("\n"));
  }

  @Test
  void aFourthIssuerIsAnEntryInAFileAndASecretInTheEnvironment(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("issuers.yaml"), FOURTH);
    List<OutsideIssuer> read = world.issuers(file,
        Map.of("WEAVERS_BASE_URL", server.origin(), "WEAVERS_SECRET", "fourth-secret"));
    assertFalse((read + " " + read.getFirst().auth()).contains("fourth-secret"));
    OutsideWorld.Node node = world.join(read, Duration.ofMinutes(1));
    Run run = node.sync("weavers");
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertEquals(OutsideServer.ROWS, run.counts().get("written"));
    assertEquals(List.of("Weaving 0 7.5 weaver0@learner.example 1 Guild of Weavers",
        "Weaving 1 3 weaver1@learner.example 2 Guild of Weavers"), world.database.column("""
            SELECT concat_ws(' ', c.title, c.hours, c.recipient_email, c.external_id, i.name)
            FROM credential.credentials c JOIN credential.issuers i ON i.id = c.issuer_id ORDER BY c.title LIMIT 2"""));
    assertEquals(OutsideServer.ROWS, node.sync("weavers").counts().get("duplicate"));
  }

  @Test
  void mistakesInTheFileAreToldWithTheirPlaceAndWithoutSecrets(@TempDir Path folder) throws IOException {
    for (String[] wrong : new String[][] {
        {FOURTH.replace("kind: oauth2", "kind: magic"), "weavers: what it says at auth.kind"},
        {FOURTH.replace("paging: cursor", "pages: cursor"), "weavers: what it says at list.pages"},
        {FOURTH.replace("next: /page/after", "size: limit"), "list.next"},
        {FOURTH.replace("email: /holder/mail", "email: holder"), "map.email"},
        {FOURTH.replace("      title: /diploma/subject\n", ""), "map needs externalId, email, title"},
        {FOURTH.replace(", path: /v2/token", ""), "auth needs"},
        {FOURTH.replace("${WEAVERS_BASE_URL}", "ftp://weavers.example"), "address must be"},
        {FOURTH.replace("${WEAVERS_SECRET}", "${NOBODY_HAS_SET_THIS}"), "NOBODY_HAS_SET_THIS is missing"},
        {FOURTH.replace("weavers:", "We avers:"), "short name"}, {"issuers: [1]", "each under its short name"}}) {
      SettingsReader from = settings(Map.of("WEAVERS_BASE_URL", server.origin(), "WEAVERS_SECRET", "fourth-secret"));
      OutsideIssuers.read(from, Files.writeString(folder.resolve("issuers.yaml"), wrong[0]), "mas");
      String told = mistakes(from);
      assertTrue(told.contains(wrong[1]), () -> wrong[1] + "\n" + told);
      assertFalse(told.contains("fourth-secret"), told);
    }
    SettingsReader production = settings(Map.of("ENVIRONMENT", "production", "WEAVERS_BASE_URL", server.origin(),
        "WEAVERS_SECRET", "fourth-secret"));
    OutsideIssuers.read(production, Files.writeString(folder.resolve("issuers.yaml"), FOURTH), "mas");
    assertTrue(mistakes(production).contains("https://"));
    assertEquals(List.of(), OutsideIssuers.read(settings(Map.of()), folder.resolve("none.yaml"), "mas"));
  }

  @Test
  void anIssuerWithoutAnAddressIsNotConnected() {
    SettingsReader from = settings(Map.of());
    List<OutsideIssuer> shipped = OutsideIssuers.read(from, OutsideWorld.SHIPPED, "mas");
    assertEquals(List.of("nsdc", "udemy", "jaimin"), shipped.stream().map(OutsideIssuer::id).toList());
    assertTrue(shipped.stream().noneMatch(OutsideIssuer::isOn));
    OutsideWorld.Node node = world.join(shipped, Duration.ofMinutes(1));
    assertFalse(node.provider("nsdc").enabled());
    node.refused(Failure.NOT_CONFIGURED, ExternalSyncContract.TRIGGER, new TriggerSync("nsdc"));
    node.refused(Failure.NOT_CONFIGURED, ExternalSyncContract.TRIGGER, new TriggerSync(null));
    node.refused(Failure.NOT_CONFIGURED, ExternalSyncContract.START_SCHEDULER,
        new ExternalSyncContract.StartScheduler());
  }

  // --- certificates -------------------------------------------------------------------------------------------------

  /** Syncs Jaimin's, of which there is one, whose certificate lies there. */
  private static Tally one(OutsideWorld.Node node, String certificate) {
    world.calm();
    world.scale("jaimin", 0, false);
    world.issue("jaimin", "X-1", "one@learner.example", "One", certificate);
    assertEquals(State.COMPLETED, node.sync("jaimin").state());
    return node.last("jaimin").counts();
  }

  private static String told(OutsideWorld.Node node) {
    List<SyncError> errors = node.ask(ExternalSyncContract.ERRORS,
        new ListSyncErrors(node.last("jaimin").id(), null, null)).items();
    return errors.isEmpty() ? "" : errors.getFirst().message();
  }

  @Test
  void theCertificateOfTheIssuerIsKeptByteForByte() {
    world.scale("jaimin", 1, true);
    world.node.sync("jaimin");
    assertEquals("J-1", world.database.text("SELECT external_id FROM credential.credentials"));
    assertEquals(world.database.text("SELECT file_sha256 FROM credential.credentials"),
        world.database.text("SELECT encode(sha256(bytes), 'hex') FROM credential.files"));
    world.assertWhole(1);
  }

  @Test
  void certificatesElsewhereAreRefusedAndTheirCredentialsKeptWithout() {
    for (String elsewhere : List.of(server.origin() + "/files/good.pdf", "http://169.254.169.254/latest/meta-data",
        "http://[::1]:1/x.pdf", "http://10.0.0.7/x.pdf", "https://127.0.0.1:" + world.sandbox.port() + "/jaimin/x.pdf",
        "http://localhost:" + world.sandbox.port() + "/jaimin/x.pdf", "file:///etc/passwd",
        "http://user@127.0.0.1:" + world.sandbox.port() + "/x", "not an address")) {
      assertEquals(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 1), one(world.node, elsewhere), elsewhere);
      assertTrue(told(world.node).startsWith("It is kept without its certificate: "), told(world.node));
      world.assertWhole(1);
    }
    assertEquals(List.of(), server.seen);
    assertNull(world.database.text("SELECT cid FROM credential.credentials"));
  }

  @Test
  void whatIsTooLargeOrNoPdfOrLedElsewhereIsNotKept() {
    String own = world.sandbox.url("jaimin") + "/certificates/J-1.pdf";
    for (String[] fault : new String[][] {{"huge megabytes=11", "It has more than 10 MB."},
        {"maintenance status=200", "It is no PDF."}, {"redirect", "It is no PDF."},
        {"status status=404", "Its place answered with status 404."}}) {
      world.calm();
      world.scale("jaimin", 1, true);
      world.sandbox.fault("jaimin", fault[0] + " path=certificate");
      assertEquals(State.COMPLETED, world.node.sync("jaimin").state());
      assertEquals(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 1), world.node.last("jaimin").counts(), fault[0]);
      assertEquals("It is kept without its certificate: " + fault[1], told(world.node), own);
      world.assertWhole(1);
    }
  }

  @Test
  void aCertificateThatCannotBeHadNowIsWaitedForAndAfterADayDoneWithout() {
    world.scale("jaimin", 2, true);
    world.sandbox.fault("jaimin", "status status=500 path=certificate");
    for (int sync = 0; sync < 2; sync++) {
      assertEquals(State.COMPLETED, world.node.sync("jaimin").state());
      assertEquals(new Tally(2, 0, 0, 0, 0, 0, 0, 2, 0), world.node.last("jaimin").counts());
      assertEquals(SyncEnd.PARTIAL, world.node.last("jaimin").status());
      world.clock.advance(Duration.ofHours(1));
    }
    world.sandbox.fault("jaimin", "status status=500 path=certificate times=1");
    world.node.sync("jaimin");
    assertEquals(new Tally(2, 1, 0, 0, 0, 0, 0, 1, 0), world.node.last("jaimin").counts());
    world.sandbox.fault("jaimin", "status status=500 path=certificate");
    world.clock.advance(Duration.ofDays(1));
    world.node.sync("jaimin");
    assertEquals(new Tally(2, 1, 1, 0, 0, 0, 0, 0, 1), world.node.last("jaimin").counts());
    assertEquals(1, world.number("SELECT count(*) FROM credential.files"));
    world.assertWhole(2);
    world.clock.advance(Duration.ofHours(1));
    assertEquals(0, world.node.sync("jaimin").counts().getOrDefault("read", 0L), "nothing is left for later");
  }

  @Test
  void placesThatTheOperatorNamesAreAskedWithoutTheKeyAndTheirRedirectsAreJudgedAnew() {
    List<OutsideIssuer> issuers = world.node.issuers.stream().map(each -> new OutsideIssuer(each.id(), each.name(),
        each.issuer(), each.url(), each.enabled(), each.tenant(), each.address(), each.auth(), each.list(), each.map(),
        each.verify(), new OutsideIssuer.Certificates(List.of(server.origin())), each.pauseMs(), each.atOnce(),
        each.timeoutSeconds(), each.overlapHours())).toList();
    OutsideWorld.Node node = world.join(issuers, Duration.ofMinutes(1));
    assertEquals(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0), one(node, server.origin() + "/files/good.pdf"));
    assertEquals(1, world.number("SELECT count(*) FROM credential.files"));
    server.location = "/files/good.pdf";
    assertEquals(0, one(node, server.origin() + "/files/away.pdf").withoutFile());
    server.location = "http://169.254.169.254/latest/meta-data";
    assertEquals(1, one(node, server.origin() + "/files/away.pdf").withoutFile());
    assertEquals("It is kept without its certificate: It leads to another place than the issuer's.", told(node));
    server.location = "/files/away.pdf";
    assertEquals(1, one(node, server.origin() + "/files/away.pdf").withoutFile());
    assertTrue(server.seen.size() > 3);
    assertArrayEquals(new Object[0], server.seen.stream().filter(header -> header.getKey().equals("x-api-key")
        || header.getKey().equals("authorization") || header.getKey().equals("cookie")).toArray());
  }
}
