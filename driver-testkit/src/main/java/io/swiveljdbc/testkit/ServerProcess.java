package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's side of a server: a process and its children, if it has any, as one tree.
 * PostgreSQL's children are in sessions of their own, so a signal to the process group would miss
 * them. The parent is always stopped before its children are listed: it can then make no more of
 * them.
 */
final class ServerProcess {
  /** The slowest is a member of a replication group that is told to stop: up to 15 s were seen. */
  private static final Duration EXIT = Duration.ofSeconds(60);

  private final String name;
  private final List<String> command;
  private final Path directory;
  private final Path log;
  private final String stopSignal;
  private final Consumer<Boolean> changed;
  private volatile @Nullable Process parent;
  private volatile boolean frozen;
  private volatile boolean stopping;

  /**
   * @param stopSignal what makes the server shut down cleanly, without waiting for its clients
   * @param changed told at every change whether it runs; it may be told the same twice
   */
  ServerProcess(
      String name,
      List<String> command,
      Path directory,
      Path log,
      String stopSignal,
      Consumer<Boolean> changed) {
    this.name = name;
    this.command = command;
    this.directory = directory;
    this.log = log;
    this.stopSignal = stopSignal;
    this.changed = changed;
  }

  void start() {
    if (isRunning()) {
      throw new IllegalStateException(name + " is running");
    }
    ProcessBuilder builder =
        Command.builder(command, directory)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process started = Command.start(builder);
    frozen = false;
    stopping = false;
    parent = started;
    CompletableFuture<Void> unused = started.onExit().thenRun(this::tellChange);
    tellChange();
  }

  boolean isRunning() {
    Process process = parent;
    return process != null && process.isAlive();
  }

  boolean isFrozen() {
    return frozen && isRunning();
  }

  /** Whether it was told to stop, which may take it seconds, and has not been started since. */
  boolean isStopping() {
    return stopping;
  }

  long pid() {
    return running().pid();
  }

  void kill() {
    Process process = running();
    List<ProcessHandle> tree = stopped(process);
    // The parent last: its children would still tell their clients that they miss it.
    Command.signal("KILL", tree.stream());
    awaitExit(process, tree);
    frozen = false;
    tellChange();
  }

  /** Kills it if it runs. */
  void end() {
    if (isRunning()) {
      kill();
    }
  }

  void stop() {
    requireThawed();
    Process process = running();
    List<ProcessHandle> tree = tree(process);
    stopping = true;
    tellChange();
    Command.signal(stopSignal, Stream.of(process.toHandle()));
    awaitExit(process, tree);
    tellChange();
  }

  void freeze() {
    List<ProcessHandle> tree = stopped(running());
    Command.signal("STOP", tree.stream());
    Await.until(
        name + ": all its processes stand still",
        EXIT,
        () -> tree.stream().allMatch(ProcessState::standsStill));
    frozen = true;
    tellChange();
  }

  void thaw() {
    Process process = running();
    // Cleared first: whoever acts on the writer's freezing must not take it for frozen any more
    // once it may run.
    frozen = false;
    Command.signal("CONT", tree(process).stream());
    tellChange();
  }

  void requireThawed() {
    if (isFrozen()) {
      throw new IllegalStateException(name + " is frozen");
    }
  }

  String logTail() {
    return Command.lastLines(log);
  }

  private void tellChange() {
    changed.accept(isRunning());
  }

  private Process running() {
    Process process = parent;
    if (process == null || !process.isAlive()) {
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
