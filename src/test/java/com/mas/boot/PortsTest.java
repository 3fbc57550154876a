package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void allTakenPortsAreNamedWithTheirSettingsAtOnce() throws Exception {
    try (ServerSocket http = listening(); ServerSocket sandbox = listening()) {
      Settings settings = settings(http.getLocalPort(), sandbox.getLocalPort(), true);
      String told = assertThrows(IllegalStateException.class, () -> Ports.check(settings, true)).getMessage();
      for (String part : new String[] {"PORT " + http.getLocalPort(), "set PORT ",
          "SANDBOX_PORT " + sandbox.getLocalPort(), "set SANDBOX_PORT "}) {
        assertTrue(told.contains(part), told);
      }
      String withoutHttp = assertThrows(IllegalStateException.class, () -> Ports.check(settings, false)).getMessage();
      assertFalse(withoutHttp.contains("set PORT "), withoutHttp);
      assertDoesNotThrow(() -> Ports.check(settings(0, sandbox.getLocalPort(), false), true));
    }
  }

  @Test
  void oneProcessCannotListenTwiceAtOnePort() throws Exception {
    int port;
    try (ServerSocket listening = listening()) {
      port = listening.getLocalPort();
    }
    String told = assertThrows(IllegalStateException.class, () -> Ports.check(settings(port, port, true), true))
        .getMessage();
    assertTrue(told.contains("SANDBOX_PORT " + port), told);
  }

  @Test
  void anAddressThatIsNotThisMachinesIsLeftToTheStart() {
    assertDoesNotThrow(() -> Ports.check(Settings.read(Path.of("conf/application.yaml"),
        Map.of("HOST", "192.0.2.1", "PORT", "8000")), true));
  }

  @Test
  void theSandboxHasAPortThatGuidesCanName() {
    assertEquals(8001, Settings.read(Path.of("conf/application.yaml"), Map.of()).sandbox().port());
  }

  private static ServerSocket listening() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static Settings settings(int http, int sandbox, boolean withSandbox) {
    return Settings.read(Path.of("conf/application.yaml"), Map.of("PORT", String.valueOf(http), "SANDBOX_PORT",
        String.valueOf(sandbox), "SANDBOX", String.valueOf(withSandbox), "HOST", "127.0.0.1"));
  }
}
