package io.swiveljdbc.cluster;

import java.time.Duration;

/**
 * A point in time that is handed through every wait on the way, so that timeouts never add up.
 *
 * @param nanoTime the point on the clock of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

  /** The deadline that is this far away from now. */
  public static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, in nanoseconds; zero or less when it has passed. */
  public long remainingNanos() {
    return nanoTime - System.nanoTime();
  }

  /** What is left; zero when it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, remainingNanos()));
  }

  /** Whether it has passed. */
  public boolean passed() {
    return remainingNanos() <= 0;
  }

  /** The earlier of the two. */
  public Deadline or(Deadline other) {
    return nanoTime - other.nanoTime <= 0 ? this : other;
  }
}
