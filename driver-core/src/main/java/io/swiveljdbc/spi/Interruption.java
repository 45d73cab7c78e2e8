package io.swiveljdbc.spi;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a wait is to end by an interrupt, which a read of a socket does not heed by itself. */
final class Interruption {

  /** Whose interrupt ends it. */
  private final AtomicReference<@Nullable Thread> by = new AtomicReference<>();

  private volatile boolean interrupted;

  /** By the current thread from now on, unless it was interrupted before. */
  void begin() {
    Thread caller = Thread.currentThread();
    by.set(caller.isInterrupted() ? null : caller);
    interrupted = false;
  }

  /**
   * By nobody any more.
   *
   * @return false when an interrupt has ended the wait, or is just about to
   */
  boolean end() {
    return by.getAndSet(null) != null || !interrupted;
  }

  /** Whether the wait is to be ended now; true once. */
  boolean isAskedFor() {
    Thread caller = by.get();
    if (caller == null || !caller.isInterrupted()) {
      return false;
    }
    interrupted = true;
    if (by.compareAndSet(caller, null)) {
      return true;
    }
    interrupted = false; // it has gone on
    return false;
  }
}
