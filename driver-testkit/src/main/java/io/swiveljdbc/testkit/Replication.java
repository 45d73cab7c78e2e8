package io.swiveljdbc.testkit;

import java.util.List;
import java.util.Optional;

/**
 * How servers of one kind are made and how they follow each other: all that a {@link ControlPlane}
 * does not know. Every method waits for what it causes, within a bound, unless it says otherwise.
 */
interface Replication<S extends LocalServer> {
  /** Makes a server with its ports and a name of its own; nothing is started yet. */
  S create(int number);

  /** Prepares servers that were never started, starts them and makes the readers follow. */
  void form(S writer, List<S> readers);

  /** Starts a server that was killed or stopped, as what it was: the writer, or not. */
  default void start(S server, S writer) {
    server.start();
  }

  /** Makes the running writer one that writes, where it has lost that by itself. */
  default void keepWriting(S writer) {}

  /** Whether somebody has to replace the writer. */
  default boolean isLost(S writer) {
    return !writer.isResponsive();
  }

  /** Who has replaced the writer with nobody's order, where servers do so by themselves. */
  default Optional<S> replacement(S writer, List<S> others) {
    return Optional.empty();
  }

  /**
   * Chooses who replaces a writer that is lost, or learns whom the servers have chosen. Nothing can
   * be acknowledged by the lost one afterwards that the one chosen does not have.
   */
  S elect(List<S> readers);

  /** Makes a reader the writer; returns when writes are possible. */
  void promote(S reader);

  /** Makes a running server follow the writer; does not wait until it does. */
  void follow(S reader, S writer);

  /**
   * The same, and returns when it does.
   *
   * @throws LocalClusterException if it cannot, such as one that was away for too long
   */
  void resume(S reader, S writer);

  /** Returns when queries on the reader see all that was committed on the writer before. */
  void awaitReplayed(S reader, S writer);

  /** The first half of a switchover: the writer takes no more, and the successor has it all. */
  void handOver(S writer, S successor);

  /** The second half, when the successor is promoted: the former writer follows it. */
  void stepBack(S former, S writer);

  /**
   * Makes a server a reader whatever its state and history, where need be by throwing away what it
   * has. Clients never meet it as a writer meanwhile.
   */
  void renew(S server, S writer);
}
