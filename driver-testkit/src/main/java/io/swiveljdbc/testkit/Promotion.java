package io.swiveljdbc.testkit;

import java.time.Duration;

/**
 * A change of writer, and when it happened; times as of {@link System#nanoTime()}.
 *
 * @param server the new writer
 * @param previous the writer before
 * @param startedAtNanos when the control plane began to act
 * @param promotedAtNanos when the new writer was first seen to take writes
 */
public record Promotion(
    LocalServer server, LocalServer previous, long startedAtNanos, long promotedAtNanos) {

  /** From start to writable: the database's own share of an outage. */
  public Duration duration() {
    return Duration.ofNanos(promotedAtNanos - startedAtNanos);
  }
}
