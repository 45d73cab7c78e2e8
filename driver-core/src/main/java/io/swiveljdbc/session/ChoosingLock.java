package io.swiveljdbc.session;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Held while a choice is made: threads that share a connection must not open one each. */
final class ChoosingLock {

  private final ReentrantLock lock = new ReentrantLock();

  /** Takes it, unless another thread has it. */
  boolean tryTake() {
    return lock.tryLock();
  }

  void take(Wait wait) throws SQLException {
    try {
      if (!lock.tryLock() && !lock.tryLock(wait.end().remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw wait.inVain("Another thread's wait on this connection is not over", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Told.interrupted(e);
    }
  }

  void giveBack() {
    lock.unlock();
  }
}
