package io.swiveljdbc.cluster;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets a few connection attempts at one server run at a time, so that those who waited for it do
 * not fall upon it all at once. Its lock is not held while one connects.
 */
public final class ConnectGate {

  /** How many connect at a time. */
  static final int WIDTH = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int free = WIDTH;

  /**
   * Waits for a turn; whoever got it calls {@link #leave}.
   *
   * @param enough a further reason to stop waiting, asked whenever {@link #wake} was called
   * @return false when the deadline passed or {@code enough} said so
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public boolean enter(Deadline deadline, BooleanSupplier enough) throws InterruptedException {
    lock.lock();
    try {
      while (free == 0 && !deadline.passed() && !enough.getAsBoolean()) {
        long unused = changed.awaitNanos(deadline.remainingNanos());
      }
      boolean entered = free > 0 && !enough.getAsBoolean();
      if (entered) {
        free--;
      } else if (free > 0) {
        changed.signal(); // the turn that woke this thread is another's
      }
      return entered;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the turn to the next. */
  public void leave() {
    lock.lock();
    try {
      free++;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets those who wait ask whether they still want to. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
