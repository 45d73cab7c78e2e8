package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small shell that outlives the JVM and cleans up behind it. It reads from a pipe to which only
 * the JVM holds the other end: whether the JVM closes it or dies, the shell then kills what is left
 * of the cluster and deletes its directory. A normal close goes the same way, so the way is well
 * trodden. It runs in a session of its own, where a Ctrl-C for the JVM does not reach it.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long BOUND_SECONDS = 20;

  private final Process shell;
  private final Path directory;

  private Watchdog(Process shell, Path directory) {
    this.shell = shell;
    this.directory = directory;
  }

  static Watchdog over(Workspace workspace) throws IOException {
    List<String> command =
        List.of(
            "sh",
            "-c",
            Resource.text("watchdog.sh"),
            "swivel-testkit-watchdog",
            workspace.directory().toString());
    ProcessBuilder builder =
        Command.builder(workspace.account().detached(command), Path.of("/"))
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new Watchdog(Command.start(builder), workspace.directory());
  }

  /** Kills what still runs and deletes the directory; returns when both are gone. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || shell.exitValue() != 0) {
        LOG.warn("{} is not wholly removed", directory);
      }
    } catch (IOException e) {
      LOG.warn("{} is not wholly removed", directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
