package io.swiveljdbc.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a logical connection lies in a pool above, where nobody touches it. Only then may another
 * thread than its owner's end what has become stale; the owner takes it back with one
 * compare-and-set, once after each rest.
 */
final class Rest {

  private static final int IN_USE = 0;
  private static final int RESTING = 1;
  private static final int SWEPT = 2;

  private final AtomicInteger state = new AtomicInteger(IN_USE);

  /** The owner lays it down. */
  void begin() {
    state.set(RESTING);
  }

  /**
   * The owner, the same or another one, takes it up.
   *
   * @return whether it lay down
   */
  boolean end() {
    if (state.get() == IN_USE) {
      return false;
    }
    while (!state.compareAndSet(RESTING, IN_USE)) {
      Thread.onSpinWait(); // the sweep closes a socket or two
    }
    return true;
  }

  /** Does something while it rests; nothing where it does not. */
  void sweep(Runnable work) {
    if (state.compareAndSet(RESTING, SWEPT)) {
      try {
        work.run();
      } finally {
        state.set(RESTING);
      }
    }
  }
}
