package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits, within a bound, for the state of another process. Nothing signals that state to this JVM,
 * so it is asked for again and again; this is the only place that does so.
 */
final class Await {
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private Await() {}

  static void until(String what, Duration bound, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > bound.toNanos()) {
        throw new LocalClusterException("not within " + bound.toMillis() + " ms: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new LocalClusterException("interrupted while waiting for: " + what);
      }
    }
  }
}
