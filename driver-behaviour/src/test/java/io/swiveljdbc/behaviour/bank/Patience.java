package io.swiveljdbc.behaviour.bank;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits that end, with a picture of all threads where they end in vain. */
final class Patience {
  private static final long PAUSE_NANOS = 10_000_000;

  private Patience() {}

  static void until(
      String what, Duration bound, BooleanSupplier condition, Supplier<String> situation) {
    long end = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not within " + bound + ": " + what + "\n" + situation.get() + "\n" + threads());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Does something that may hang on a thread of its own. */
  static void within(Duration bound, String what, Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "bank-faults");
    thread.setDaemon(true);
    thread.start();
    try {
      done.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not within " + bound + ": " + what + "\n" + threads(), e);
    } catch (ExecutionException e) {
      throw new AssertionError(what + " failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + what, e);
    }
  }

  static String threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(
            entry ->
                entry.getKey().getName()
                    + " "
                    + entry.getKey().getState()
                    + Arrays.stream(entry.getValue())
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining()))
        .sorted()
        .collect(Collectors.joining("\n", "all threads:\n", "\n"));
  }
}
