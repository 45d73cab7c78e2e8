package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's processes on this machine. PostgreSQL's children are in sessions of their own, so a
 * signal to the process group would miss them. The parent is always stopped before its children are
 * listed: it can then make no more of them.
 */
final class LocalProcesses implements ServerProcesses {
  /** The slowest is a member of a replication group that is told to stop: up to 15 s were seen. */
  static final Duration EXIT = Duration.ofSeconds(60);

  private final String name;
  private final List<String> command;
  private final Path directory;
  private final Path log;
  private final String stopSignal;
  private volatile @Nullable Process parent;

  LocalProcesses(String name, List<String> command, Path directory, Path log, String stopSignal) {
    this.name = name;
    this.command = command;
    this.directory = directory;
    this.log = log;
    this.stopSignal = stopSignal;
  }

  @Override
  public void start(Runnable ended) {
    ProcessBuilder builder =
        Command.builder(command, directory)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process started = Command.start(builder);
    parent = started;
    CompletableFuture<Void> unused = started.onExit().thenRun(ended);
  }

  @Override
  public boolean isAlive() {
    Process process = parent;
    return process != null && process.isAlive();
  }

  @Override
  public long pid() {
    return running().pid();
  }

  @Override
  public void kill() {
    Process process = running();
    List<ProcessHandle> tree = stopped(process);
    // The parent last: its children would still tell their clients that they miss it.
    Command.signal("KILL", tree.stream());
    awaitExit(process, tree);
  }

  @Override
  public void stop() {
    Process process = running();
    List<ProcessHandle> tree = tree(process);
    Command.signal(stopSignal, Stream.of(process.toHandle()));
    awaitExit(process, tree);
  }

  @Override
  public void freeze() {
    List<ProcessHandle> tree = stopped(running());
    Command.signal("STOP", tree.stream());
    Await.until(
        name + ": all its processes stand still",
        EXIT,
        () -> tree.stream().allMatch(ProcessState::standsStill));
  }

  @Override
  public void thaw() {
    Command.signal("CONT", tree(running()).stream());
  }

  @Override
  public String logTail() {
    return Command.lastLines(log);
  }

  private Process running() {
    Process process = parent;
    if (process == null) {
      throw new IllegalStateException(name + " is not running");
    }
    return process;
  }

  /** Stops the parent; returns its tree, which then grows no more. */
  private List<ProcessHandle> stopped(Process process) {
    Command.signal("STOP", Stream.of(process.toHandle()));
    Await.until(
        name + ": its parent process stands still",
        EXIT,
        () -> ProcessState.standsStill(process.toHandle()));
    return tree(process);
  }

  /** Children first, the parent last. */
  private static List<ProcessHandle> tree(Process process) {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  private void awaitExit(Process process, List<ProcessHandle> tree) {
    try {
      // Our own child: it has to be reaped, not only dead, before another can take its place.
      if (!process.waitFor(EXIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LocalClusterException(name + " did not end\n" + logTail());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException(name + ": interrupted while it ends", e);
    }
    Await.until(
        name + ": all its processes have ended",
        EXIT,
        () -> tree.stream().allMatch(ProcessState::hasEnded));
  }
}
