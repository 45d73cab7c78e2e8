package io.swiveljdbc.cluster;

import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection in whose socket a monitor waits. Another thread may take it to ask meanwhile,
 * where the target driver allows that; its monitor has it back only when that is over. The lock is
 * not held while one asks or waits for the server.
 */
final class StandingConnection {

  /** A question, whose answer tells whether the connection is to be kept. */
  interface Question {
    boolean ask(Probe probe, ProbeAttempt attempt) throws SQLException;
  }

  /** A wait in its socket, or elsewhere. */
  interface Wait {
    void run() throws SQLException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition givenBack = lock.newCondition();
  private @Nullable Probe probe;
  private @Nullable ProbeAttempt attempt;
  private boolean taken;
  private boolean outdated;
  private @Nullable SQLException failure;

  /**
   * Its monitor waits in it, and goes on when nobody else has it any more.
   *
   * @return false when it is not to be kept
   * @throws SQLException when the wait or a question of another's fails
   */
  boolean during(Probe itsProbe, ProbeAttempt itsAttempt, Wait wait) throws SQLException {
    itsProbe.beforeWatching();
    offer(itsProbe, itsAttempt);
    @Nullable SQLException broken = null;
    try {
      wait.run();
    } catch (SQLException e) {
      broken = e;
    } finally {
      takeBack();
    }
    // What another found who asked says more than that the wait was ended.
    if (outdated) {
      return false;
    }
    broken = failure == null ? broken : failure;
    if (broken != null) {
      throw broken;
    }
    return true;
  }

  private void offer(Probe itsProbe, ProbeAttempt itsAttempt) {
    lock.lock();
    try {
      probe = itsProbe;
      attempt = itsAttempt;
      outdated = false;
      failure = null;
    } finally {
      lock.unlock();
    }
  }

  private void takeBack() {
    lock.lock();
    try {
      while (taken) {
        givenBack.awaitUninterruptibly();
      }
      probe = null;
      attempt = null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether its monitor waits in it. */
  boolean offered() {
    lock.lock();
    try {
      return probe != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes it, to {@link #ask} over it.
   *
   * @return false when its monitor does not wait in it, another has it, or it is of no use any more
   */
  boolean take() {
    lock.lock();
    try {
      if (probe == null || taken || outdated || failure != null) {
        return false;
      }
      taken = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Asks over it, once it is taken, and gives it back; its monitor learns of a failure. */
  void ask(Question question) {
    @Nullable SQLException failed = null;
    boolean good = false;
    try {
      good = probe != null && attempt != null && question.ask(probe, attempt);
    } catch (SQLException e) {
      failed = e;
    } finally {
      giveBack(!good && failed == null, failed);
    }
  }

  /** Gives it back without a question. */
  void giveBack() {
    giveBack(false, null);
  }

  private void giveBack(boolean leadsElsewhere, @Nullable SQLException failed) {
    lock.lock();
    try {
      if (probe != null && (leadsElsewhere || failed != null)) {
        probe.abort(); // its monitor need not wait any longer
      }
      outdated = leadsElsewhere;
      failure = failed;
      taken = false;
      givenBack.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
