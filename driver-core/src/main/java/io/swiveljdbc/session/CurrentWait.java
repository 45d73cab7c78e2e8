package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a server in which a logical connection is just now, if it is in one. Whoever closes
 * the connection, or cancels the statement, ends it from another thread.
 */
final class CurrentWait implements Supply.Taker {

  private final Cluster cluster;
  private volatile @Nullable Wait wait;
  private volatile @Nullable Runnable end;
  private volatile boolean validating;
  private volatile boolean closed;

  CurrentWait(Cluster cluster) {
    this.cluster = cluster;
  }

  void begin(Wait begun) {
    wait = begun;
  }

  void over() {
    wait = null;
  }

  /** A validation waits, which no statement can cancel. */
  void beginValidation() {
    validating = true;
  }

  void endValidation() {
    validating = false;
  }

  @Override
  public boolean givenUp() {
    Wait now = wait;
    return closed || (now != null && now.cancelled());
  }

  @Override
  public void waitsFor(Runnable ending) {
    end = ending;
    if (givenUp()) {
      ending.run();
    }
  }

  /** What it waited for is there, or will not be. */
  void waitsForNothing() {
    end = null;
  }

  /** Ends the wait of this statement, if that is what its thread is doing. */
  void cancel(Object statement) {
    Wait now = wait;
    if (now != null && now.isOf(statement)) {
      now.cancel();
      end();
    }
  }

  /** The logical connection is about to be closed: this wait ends, and every later one at once. */
  void forbid() {
    closed = true;
  }

  /** Whether the logical connection is closed, or about to be. */
  boolean forbidden() {
    return closed;
  }

  /**
   * Has its thread look whether it still wants to wait. Whoever begins to wait just now has said so
   * before it looks.
   */
  void end() {
    Runnable ending = end;
    if (ending != null) {
      ending.run();
    }
    if (wait != null || validating) {
      cluster.wakeWaiting();
    }
  }
}
