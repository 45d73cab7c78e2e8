package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.topology.Topology;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a server in which a logical connection is just now, if it is in one. Whoever closes
 * the connection, or cancels the statement, ends it from another thread.
 */
final class CurrentWait implements Supply.Taker {

  /** In the place of what was ended: it may take its effect a moment later. */
  private static final Object ENDED = new Object();

  private final Cluster cluster;
  private volatile @Nullable Wait wait;

  /** What ends what its thread waits for now; null for nothing. */
  private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

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
    end.set(ending);
    if (givenUp()) {
      endWaiting();
    }
  }

  /**
   * What it waited for is there, or will not be.
   *
   * @return false when somebody has ended it, or is just about to
   */
  boolean waitsForNothing() {
    return end.getAndSet(null) != ENDED;
  }

  /** Asks over a connection; whoever ends the wait ends this too. */
  boolean answers(PhysicalConnection held, Deadline until, Topology topology) {
    if (!held.enter()) {
      return false; // or its session could go to others while it may still be aborted here
    }
    try {
      waitsFor(held.wire()::abort);
      boolean answers = held.answers(until.remaining(), topology);
      return waitsForNothing() && answers;
    } finally {
      held.exit();
    }
  }

  private void endWaiting() {
    if (end.get() instanceof Runnable ending && end.compareAndSet(ending, ENDED)) {
      ending.run();
    }
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
    endWaiting();
    if (wait != null || validating) {
      cluster.wakeWaiting();
    }
  }
}
