package io.swiveljdbc.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

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

  /** The owner lays it down; nothing where another thread has done so, and it is being swept. */
  void begin() {
    state.compareAndSet(IN_USE, RESTING);
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
      Thread.onSpinWait(); // the sweep closes a socket or two at most
    }
    return true;
  }

  /** Whether it lies there now. */
  boolean isOn() {
    return state.get() != IN_USE;
  }

  /**
   * Does something while it rests.
   *
   * @return the answer of that; false where it does not rest
   */
  boolean sweep(BooleanSupplier work) {
    if (!state.compareAndSet(RESTING, SWEPT)) {
      return false;
    }
    try {
      return work.getAsBoolean();
    } finally {
      state.set(RESTING);
    }
  }
}
