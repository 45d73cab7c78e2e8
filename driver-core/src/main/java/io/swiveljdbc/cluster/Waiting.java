package io.swiveljdbc.cluster;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where threads wait for something to change, which is told after it has. */
final class Waiting {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();

  /** Lets those who wait look again. */
  void tell() {
    lock.lock();
    try {
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it is over, or the deadline has passed.
   *
   * @param over asked at first, and each time something was told
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  void await(BooleanSupplier over, Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!over.getAsBoolean() && !deadline.passed()) {
        long unused = told.awaitNanos(deadline.remainingNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is over, for as long as that takes. */
  void await(BooleanSupplier over) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!over.getAsBoolean()) {
        told.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
