package io.swiveljdbc.testkit;

/**
 * The operating system's side of a server: a process and its children, if it has any, as one tree.
 * Every method waits for what it causes, within a bound.
 */
interface ServerProcesses {
  /**
   * Starts the parent of all.
   *
   * @param ended told when it has ended, for whatever reason
   */
  void start(Runnable ended);

  /** Whether the parent lives, even if frozen. */
  boolean isAlive();

  /** The parent's process id. */
  long pid();

  /** Kills them all, frozen or not; returns when they are gone. */
  void kill();

  /** Has the server shut down cleanly; returns when all are gone. */
  void stop();

  /** Stops them all where they are. */
  void freeze();

  void thaw();

  /** The last lines of the server's log. */
  String logTail();
}
