package io.swiveljdbc.examples.failover;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long no write succeeded, and who took the time.
 *
 * @param millis from the fault until the new writer acknowledged the first write
 * @param promotionMillis the part of it until the database itself could write again
 */
record Outage(long millis, long promotionMillis) {

  /** Empty when no write succeeded again. Times as of {@link System#nanoTime()}. */
  static Optional<Outage> between(
      long faultAt, Optional<Long> databaseReadyAt, Optional<Long> firstWriteAt) {
    return firstWriteAt.map(
        first -> {
          long outage = TimeUnit.NANOSECONDS.toMillis(first - faultAt);
          // A write that succeeds before the witness has looked shows as well that all was ready.
          long ready = Math.min(databaseReadyAt.orElse(first), first);
          return new Outage(outage, TimeUnit.NANOSECONDS.toMillis(ready - faultAt));
        });
  }

  /** What the driver added. */
  long excessMillis() {
    return millis - promotionMillis;
  }
}
