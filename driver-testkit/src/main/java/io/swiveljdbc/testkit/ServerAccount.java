package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The operating system's user that servers run as. PostgreSQL refuses root, so under root it is an
 * unprivileged uid that every machine has; otherwise it is simply the JVM's own user.
 */
record ServerAccount(boolean unprivileged) {
  private static final int UID = 65534;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /** The account for servers started by whoever owns the directory. */
  static ServerAccount forOwnerOf(Path directory) throws IOException {
    return new ServerAccount((Integer) Files.getAttribute(directory, "unix:uid") == 0);
  }

  /** A program in a session of its own, where a Ctrl-C for the JVM does not reach it. */
  List<String> detached(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      whole.add(SETSID.toString());
    }
    whole.addAll(command(command));
    return whole;
  }

  List<String> command(List<String> command) {
    if (!unprivileged) {
      return command;
    }
    List<String> whole = new ArrayList<>();
    whole.add("setpriv");
    whole.add("--reuid=" + UID);
    whole.add("--regid=" + UID);
    whole.add("--clear-groups");
    whole.addAll(command);
    return whole;
  }

  void own(Path path) throws IOException {
    if (unprivileged) {
      Files.setAttribute(path, "unix:gid", UID);
      Files.setAttribute(path, "unix:uid", UID);
    }
  }
}
