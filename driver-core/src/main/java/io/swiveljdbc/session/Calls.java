package io.swiveljdbc.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls are under way over a hold on a session, until the hold is let go. No call begins
 * after that, and who lets go learns whether one was under way.
 */
final class Calls {

  /** In place of the number, once the hold is let go; less those calls that end after it. */
  private static final int OVER = Integer.MIN_VALUE / 2;

  /** The same, where others may have the session. */
  private static final int GIVEN = Integer.MIN_VALUE;

  private final AtomicInteger number = new AtomicInteger();

  /** A call begins; false when the hold was let go before. */
  boolean begin() {
    int now = number.get();
    while (now >= 0 && !number.compareAndSet(now, now + 1)) {
      now = number.get();
    }
    return now >= 0;
  }

  /** The hold, let go while no call was under way, is somebody else's from now on. */
  void give() {
    number.setRelease(GIVEN);
  }

  boolean areGiven() {
    return number.get() == GIVEN;
  }

  /** The hold, given before, is taken up; who finds it from here on was told where it is. */
  void reopen() {
    number.setRelease(0);
  }

  /** A call is over; true when it was the last one. */
  boolean end() {
    return number.decrementAndGet() == 0;
  }

  boolean areUnderWay() {
    return number.get() > 0;
  }

  boolean areOver() {
    return number.get() < 0;
  }

  /** The hold is let go, if no call is under way. */
  boolean closeIfNone() {
    return number.compareAndSet(0, OVER);
  }

  /** What there was when the hold was let go. */
  enum Before {
    NONE,
    SOME,
    OVER
  }

  /** The hold is let go, whatever is under way. */
  Before close() {
    int before = number.get();
    while (before >= 0 && !number.compareAndSet(before, OVER)) {
      before = number.get();
    }
    return before < 0 ? Before.OVER : before == 0 ? Before.NONE : Before.SOME;
  }
}
