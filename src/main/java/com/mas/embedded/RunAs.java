package com.mas.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account a server runs under and the command that gets there. PostgreSQL refuses to be root, so a process of root
 * runs its servers as the owner of their folder; a folder of root's own is served from a user namespace, where root is
 * nobody in particular, and where the machine forbids those (most containers) it is handed over to {@code nobody}.
 *
 * @param prefix stands before the server's command; empty when the servers run as we do
 * @param uid whom the server's files must belong to; -1: whoever creates them
 */
record RunAs(List<String> prefix, int uid, int gid) {
  private static final int NOBODY = 65534;
  private static final int OURSELVES = -1;

  static RunAs ownerOf(Path folder) throws IOException {
    if (processUid() != 0) {
      return new RunAs(List.of(), OURSELVES, OURSELVES);
    }
    int owner = id(folder, "uid");
    if (owner != 0) {
      return switchedTo(folder, owner, id(folder, "gid"));
    }
    if (ChildProcess.succeeds("unshare", "-U", "true")) {
      return new RunAs(List.of("unshare", "-U"), OURSELVES, OURSELVES);
    }
    return switchedTo(folder, NOBODY, NOBODY);
  }

  private static RunAs switchedTo(Path folder, int uid, int gid) throws IOException {
    List<String> prefix = new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
    if (!isReachable(folder, uid)) { // a checkout below /root, say: let the server pass closed parents, nothing else
      prefix.addAll(List.of("--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override",
          "--bounding-set=-all,+dac_override"));
    }
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    if (!ChildProcess.succeeds(probe.toArray(String[]::new))) {
      throw new IOException("servers do not run as root, and `" + String.join(" ", prefix)
          + "` does not work here: start as an ordinary user, or set DATABASE_URL and REDIS_URL");
    }
    return new RunAs(List.copyOf(prefix), uid, gid);
  }

  /** Gives the folder and each of its files to the account, so that a later start by that account can use them too. */
  void handOver(Path folder) throws IOException {
    if (uid == OURSELVES) {
      return;
    }
    give(folder);
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (id(child, "uid") != uid) {
          giveTree(child);
        }
      }
    }
  }

  private void giveTree(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.toList()) {
        give(path);
      }
    }
  }

  private void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether every folder above lets the account pass, as its owner or as anybody. */
  private static boolean isReachable(Path folder, int uid) throws IOException {
    for (Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
      boolean own = id(parent, "uid") == uid;
      PosixFilePermission needed = own ? PosixFilePermission.OWNER_EXECUTE : PosixFilePermission.OTHERS_EXECUTE;
      if (!Files.getPosixFilePermissions(parent).contains(needed)) {
        return false;
      }
    }
    return true;
  }

  /** The effective user of this process; the name in {@code user.name} may be anything. */
  static int processUid() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String ids = lines.filter(line -> line.startsWith("Uid:")).findFirst().orElseThrow();
      return Integer.parseInt(ids.split("\\s+")[2]);
    }
  }

  private static int id(Path path, String which) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:" + which, LinkOption.NOFOLLOW_LINKS);
  }
}
