package io.swiveljdbc.testkit;

import java.util.function.Consumer;

/** Whether a server runs, is frozen or is stopping, and what may be done to it then. */
final class ServerProcess {
  private final String name;
  private final ServerProcesses processes;
  private final Consumer<Boolean> changed;
  private volatile boolean frozen;
  private volatile boolean stopping;

  /**
   * @param changed told at every change whether it runs; it may be told the same twice
   */
  ServerProcess(String name, ServerProcesses processes, Consumer<Boolean> changed) {
    this.name = name;
    this.processes = processes;
    this.changed = changed;
  }

  void start() {
    if (isRunning()) {
      throw new IllegalStateException(name + " is running");
    }
    frozen = false;
    stopping = false;
    processes.start(this::tellChange);
    tellChange();
  }

  boolean isRunning() {
    return processes.isAlive();
  }

  boolean isFrozen() {
    return frozen && isRunning();
  }

  /** Whether it was told to stop, which may take it seconds, and has not been started since. */
  boolean isStopping() {
    return stopping;
  }

  long pid() {
    requireRunning();
    return processes.pid();
  }

  void kill() {
    requireRunning();
    processes.kill();
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
    requireRunning();
    stopping = true;
    tellChange();
    processes.stop();
    tellChange();
  }

  void freeze() {
    requireRunning();
    processes.freeze();
    frozen = true;
    tellChange();
  }

  void thaw() {
    requireRunning();
    // Cleared first: whoever acts on the writer's freezing must not take it for frozen any more
    // once it may run.
    frozen = false;
    processes.thaw();
    tellChange();
  }

  void requireThawed() {
    if (isFrozen()) {
      throw new IllegalStateException(name + " is frozen");
    }
  }

  String logTail() {
    return processes.logTail();
  }

  private void tellChange() {
    changed.accept(isRunning());
  }

  private void requireRunning() {
    if (!isRunning()) {
      throw new IllegalStateException(name + " is not running");
    }
  }
}
