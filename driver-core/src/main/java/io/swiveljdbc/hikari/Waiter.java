package io.swiveljdbc.hikari;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits in HikariCP for a connection. HikariCP heeds nothing but an interrupt, so
 * that is how its wait is ended; the thread itself never sees that interrupt.
 */
final class Waiter {

  private enum State {
    WAITING,
    ENDING,
    ENDED,
    DONE
  }

  private final Thread thread = Thread.currentThread();
  private final boolean interruptedBefore = thread.isInterrupted();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile @Nullable SQLException reason;

  /** Ends its wait, if that is not over; may be called by any thread. */
  void end() {
    end(null);
  }

  /**
   * The same.
   *
   * @param why what the thread is to be told, null for nothing
   */
  void end(@Nullable SQLException why) {
    if (state.compareAndSet(State.WAITING, State.ENDING)) {
      reason = why;
      thread.interrupt();
      state.set(State.ENDED);
    }
  }

  /**
   * Called by the thread when its wait is over.
   *
   * @return whether somebody has ended it
   */
  boolean wasEnded() {
    if (state.compareAndSet(State.WAITING, State.DONE)) {
      return false;
    }
    while (state.get() == State.ENDING) {
      Thread.onSpinWait(); // the interrupt must have come before it can be taken back
    }
    if (!interruptedBefore) {
      boolean unused = Thread.interrupted();
    }
    return true;
  }

  /** What it was told by whoever ended it. */
  @Nullable SQLException reason() {
    return reason;
  }
}
