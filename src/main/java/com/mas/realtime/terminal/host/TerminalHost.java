package com.mas.realtime.terminal.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.realtime.terminal.screen.Screen;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code scripts/terminal-host [--server URL[,URL]] [--email ADDRESS] [--title TEXT] [--record] [--size 80x24] [--
 * COMMAND …]};
 * the password is asked for, or comes in {@code TERMINAL_PASSWORD}. With {@code --session ID} and the environment's
 * {@code
 * TERMINAL_HOST_TOKEN} it hosts a session that is open already.
 */
public final class TerminalHost implements RelayLink.Listener {
  /** Ctrl-], as telnet has it. */
  private static final byte MENU_KEY = 0x1D;
  private static final int SCROLLBACK = 500;
  /** Looked at so often, as a JVM is told of a changed window only by way of classes that are not for programs. */
  private static final long SIZE_POLL_MS = 250;

  private final Map<String, String> options;
  private final boolean atTerminal = LocalTerminal.isThere();
  private final LocalTerminal local = new LocalTerminal();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile String ending = "the shell has ended";
  private volatile boolean inMenu;
  private RelayLink relay;
  private Menu menu;
  private Pty pty;

  private TerminalHost(Map<String, String> options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    List<String> command = new ArrayList<>(List.of(System.getenv().getOrDefault("SHELL", "/bin/sh")));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--")) {
        command = Arrays.asList(arguments).subList(i + 1, arguments.length);
        break;
      }
      if (!arguments[i].matches("--(server|email|title|session|size|record)") || !arguments[i].equals("--record")
          && i + 1 == arguments.length) {
        System.err.println("usage: terminal-host [--server URL[,URL]] [--email ADDRESS] [--title TEXT] [--record] "
            + "[--size 80x24] [-- COMMAND]");
        System.exit(2);
      }
      options.put(arguments[i], arguments[i].equals("--record") ? "" : arguments[++i]);
    }
    try {
      new TerminalHost(options).share(command);
      System.exit(0);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void share(List<String> command) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    List<String> servers = List.of(options.getOrDefault("--server", "http://127.0.0.1:8000").split(","));
    String session = options.get("--session");
    String token = System.getenv("TERMINAL_HOST_TOKEN");
    if (session == null) {
      JsonNode opened = open(new Account(client, servers.getFirst()));
      session = opened.path("id").asText();
      token = opened.path("hostToken").asText();
      for (JsonNode link : opened.path("links")) {
        System.out.println((link.path("mode").asText()
            .equals("watch") ? "to watch: " : "to watch and ask for the keyboard: ")
            + servers.getFirst() + link.path("page").asText());
      }
    }
    int[] size = size();
    Screen screen = new Screen(size[0], size[1], SCROLLBACK);
    String path = "/ws/terminal?role=host&session=" + session;
    List<URI> addresses = servers.stream().map(server -> URI.create(server.replaceFirst("^http", "ws") + path))
        .toList();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("TERMINAL_"));
    environment.put("TERM", "xterm-256color");
    if (atTerminal) {
      System.out.println("Ctrl-] shows who watches and hands over the keyboard. Shared until the shell ends.");
      local.open();
    }
    try {
      pty = new Pty(command, environment, size[0], size[1]);
      relay = new RelayLink(client, addresses, token, screen, this);
      menu = new Menu(relay::tell, relay::end);
      Thread.ofPlatform().daemon().start(this::readShell);
      Thread.ofPlatform().daemon().start(atTerminal ? this::readKeys : this::readCommands);
      if (atTerminal) {
        Thread.ofPlatform().daemon().start(() -> followSize(size));
      }
      done.await();
    } finally {
      local.close();
      System.out.println("\nno longer shared: " + ending);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // with the JVM's plain console it is null where there is no terminal
  private JsonNode open(Account account) throws IOException, InterruptedException {
    String email = options.get("--email");
    if (email == null) {
      throw new IOException("--email is needed, or --session with TERMINAL_HOST_TOKEN");
    }
    String password = System.getenv("TERMINAL_PASSWORD");
    Console console = System.console();
    if (password == null && console != null && console.isTerminal()) {
      char[] typed = console.readPassword("password of %s: ", email);
      password = typed == null ? null : new String(typed);
    }
    if (password == null) {
      throw new IOException("no password: set TERMINAL_PASSWORD");
    }
    return account.open(email, password, options.getOrDefault("--title", "A shared shell"),
        options.containsKey("--record"));
  }

  private int[] size() {
    String wanted = options.get("--size");
    return wanted != null && wanted.matches("\\d{1,3}x\\d{1,3}")
        ? Arrays.stream(wanted.split("x")).mapToInt(Integer::parseInt).toArray() : LocalTerminal.size();
  }

  private void readShell() {
    for (byte[] bytes = pty.read(); bytes != null; bytes = pty.read()) {
      relay.output(bytes);
      if (atTerminal && !inMenu) {
        local.write(bytes);
      }
    }
    relay.end();
  }

  private void followSize(int[] known) {
    int[] last = known;
    try {
      while (true) {
        Thread.sleep(SIZE_POLL_MS);
        int[] now = size();
        if (!Arrays.equals(now, last)) {
          last = now;
          pty.resize(now[0], now[1]);
          relay.resize(now[0], now[1]);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readKeys() {
    byte[] keys = new byte[4096];
    StringBuilder line = new StringBuilder();
    try {
      for (int count = System.in.read(keys); count > 0; count = System.in.read(keys)) {
        if (inMenu) {
          menuKeys(new String(keys, 0, count, StandardCharsets.UTF_8), line);
        } else if (count == 1 && keys[0] == MENU_KEY) {
          inMenu = true;
          showMenu("");
        } else {
          pty.write(Arrays.copyOf(keys, count));
        }
      }
    } catch (IOException e) {
      relay.end();
    }
  }

  private void menuKeys(String typed, StringBuilder line) {
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (c == '\r' || c == '\n') {
        boolean understood = menu.command(line.toString());
        boolean close = understood || line.toString().isBlank();
        line.setLength(0);
        if (close) {
          closeMenu();
        } else {
          showMenu("?");
        }
      } else if (c == MENU_KEY || c == 0x1B) {
        line.setLength(0);
        closeMenu();
      } else if (c == 0x7F || c == '\b') {
        line.setLength(Math.max(0, line.length() - 1));
        show("\b \b");
      } else if (c >= ' ') {
        line.append(c);
        show(String.valueOf(c));
      }
    }
  }

  private void showMenu(String before) {
    show("\030\033[0m\033[?1049l\033[r\033[2J\033[H" + menu.list().replace("\n", "\r\n") + before + "> ");
  }

  /** Closes the menu and draws what the shell has drawn meanwhile. */
  private void closeMenu() {
    relay.withScreen(screen -> {
      local.write(screen.dump());
      inMenu = false;
    });
  }

  private void show(String text) {
    local.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Without a terminal: a line is a command of the menu, what is none goes to the shell. */
  private void readCommands() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("w")) {
          System.out.print(menu.list());
        } else if (!menu.command(line)) {
          pty.write((line + "\r").getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      relay.end();
    }
  }

  @Override
  public void typed(byte[] keys) {
    pty.write(keys);
  }

  @Override
  public void typing(String name) {
    menu.typing(name);
    tell();
  }

  @Override
  public void state(JsonNode state) {
    menu.state(state);
    tell();
  }

  private void tell() {
    if (!atTerminal) {
      System.out.println(menu.summary());
    } else if (inMenu) {
      showMenu("");
    } else {
      show("\033]2;" + menu.summary() + " (Ctrl-])\007");
    }
  }

  @Override
  public void connected() {
    if (!atTerminal) {
      System.out.println("connected");
    }
  }

  @Override
  public void disconnected(String why, boolean finished) {
    if (finished) {
      ending = why.isEmpty() ? ending : why;
      pty.close();
      done.countDown();
    } else if (!atTerminal) {
      System.out.println("disconnected: " + why);
    }
  }
}
