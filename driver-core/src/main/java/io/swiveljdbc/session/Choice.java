package io.swiveljdbc.session;

import io.swiveljdbc.topology.Topology;
import java.time.Duration;

/**
 * The connection that was chosen for an intent, and the topology version at which it was: while
 * that does not change, neither does the choice.
 *
 * @param expires on the clock of {@link System#nanoTime()}, {@link #LASTING} for never
 */
record Choice(PhysicalConnection connection, long version, long expires) {

  private static final long LASTING = Long.MIN_VALUE;

  /** How long a server that was full is left alone: each transaction would knock at it. */
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  /** What was wanted. */
  static Choice of(PhysicalConnection connection, Topology topology) {
    return new Choice(connection, topology.version(), LASTING);
  }

  /** In place of what was wanted, and could not be had just now. */
  static Choice forAWhile(PhysicalConnection connection, Topology topology) {
    return new Choice(connection, topology.version(), System.nanoTime() + A_WHILE.toNanos());
  }

  /** For one transaction. */
  static Choice once(PhysicalConnection connection, Topology topology) {
    return new Choice(connection, topology.version(), System.nanoTime());
  }

  /** Whether it still holds; what is to be replaced is chosen anew. */
  boolean holdsAt(Topology topology) {
    return version == topology.version()
        && (expires == LASTING || System.nanoTime() - expires < 0)
        && !connection.tenure().isOver()
        && !connection.dead();
  }
}
