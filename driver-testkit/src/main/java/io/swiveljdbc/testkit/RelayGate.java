package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What everything that travels through a relay passes: open, slow, or shut. */
final class RelayGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean shut;
  private volatile long delayNanos;

  void shut() {
    change(() -> shut = true);
  }

  void open() {
    change(() -> shut = false);
  }

  void delay(Duration delay) {
    change(() -> delayNanos = delay.toNanos());
  }

  boolean isShut() {
    return shut;
  }

  /** Lets those look again who may have been abandoned. */
  void wakeUp() {
    change(() -> {});
  }

  /**
   * Waits until what arrived at a time may go on, or is abandoned.
   *
   * @return false when abandoned
   */
  boolean pass(long arrivedAtNanos, BooleanSupplier abandoned) {
    if (!shut && delayNanos == 0) {
      return true;
    }
    lock.lock();
    try {
      while (!abandoned.getAsBoolean()) {
        long left = arrivedAtNanos + delayNanos - System.nanoTime();
        if (shut) {
          changed.await();
        } else if (left > 0) {
          long unused = changed.awaitNanos(left);
        } else {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
