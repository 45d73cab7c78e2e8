package io.swiveljdbc.cluster;

/**
 * The time in which one thread was scheduled. It runs like any clock while the thread wakes when it
 * meant to, and stands still while the process is stopped or gets no processor.
 */
final class ScheduledClock {

  private long time;
  private long last;

  /**
   * A clock that shows zero.
   *
   * @param now as by {@link System#nanoTime()}
   */
  ScheduledClock(long now) {
    last = now;
  }

  /**
   * Counts a pause that is over.
   *
   * @param now as by {@link System#nanoTime()}
   * @param planned how long the pause was to be, in nanoseconds; to oversleep as much again is
   *     nothing unusual
   * @return what the clock shows now, in nanoseconds
   */
  long advance(long now, long planned) {
    time += Math.min(now - last, 2 * planned);
    last = now;
    return time;
  }
}
