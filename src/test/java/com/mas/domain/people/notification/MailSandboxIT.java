package com.mas.domain.people.notification;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.sandbox.SandboxConformance;
import com.mas.sandbox.mail.MailSimulator;
import com.mas.testkit.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

class MailSandboxIT extends SandboxConformance {
  private static final int READ_MS = 20_000;
  @AutoClose private static final Outside outside = new Outside();

  MailSandboxIT() {
    super("mail", "end");
  }

  @Override
  protected Sandbox sandbox() {
    return outside.sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    return outside.byMail(isPatient);
  }

  /** Faults strike when all of the mail is there; {@code SilentMailServerIT} has the steps before. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=550", Verdict.REFUSED), entry("status status=451", Verdict.UNREACHABLE),
        entry("hang", Verdict.UNKNOWN), entry("close", Verdict.UNKNOWN), entry("lose", Verdict.UNKNOWN),
        entry("expire", Verdict.REFUSED), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=9000", Verdict.UNKNOWN), entry("slowBody delayMs=100", Verdict.USED),
        entry("truncated", Verdict.UNKNOWN), entry("garbage", Verdict.UNKNOWN), entry("huge", Verdict.UNKNOWN));
  }

  @Override
  protected void callOverTheWire(int n) {
    try (Client client = new Client()) {
      assertEquals(220, client.read());
      assertEquals(250, client.say("EHLO test"));
      assertEquals(235, client.logIn(MailSimulator.PASSWORD));
      assertEquals(250, client.say("MAIL FROM:<a@x.example>"));
      assertEquals(250, client.say("RCPT TO:<person" + n + "@x.example>"));
      assertEquals(354, client.say("DATA"));
      assertEquals(250, client.say("Subject: " + n + "\r\n\r\ntext\r\n."));
    }
  }

  @Override
  protected boolean isRefusedWithWrongCredentials() {
    try (Client client = new Client()) {
      client.read();
      client.say("EHLO test");
      return client.logIn("guess") == 535 && client.say("MAIL FROM:<a@x.example>") == 530
          && client.say("RCPT TO:<b@x.example>") == 250 && client.say("DATA") == 503;
    }
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client() {
      try {
        socket = new Socket("127.0.0.1", outside.sandbox.smtpPort());
        socket.setSoTimeout(READ_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int say(String line) {
      try {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return read();
    }

    int logIn(String password) {
      return say("AUTH PLAIN " + Base64.getEncoder().encodeToString(
          ("\0" + MailSimulator.USER + "\0" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads the last line of an answer. */
    int read() {
      try {
        String line = in.readLine();
        while (line.charAt(3) == '-') {
          line = in.readLine();
        }
        return Integer.parseInt(line.substring(0, 3));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
