package io.swiveljdbc.cluster;

import java.time.Duration;

/**
 * How often servers are asked, and how long an answer may take.
 *
 * @param interval between two probes of a server while all is well
 * @param detection how long a server may leave everything unanswered before it counts as down
 * @param urgent between two probes while there is no writer or a server is in doubt
 * @param claim how long a first claim to be the writer waits for the other seeds' answers
 * @param linger how long a cluster is watched after its last user went
 * @param rebalance how long it takes at most until a reader that joined has its share
 */
public record Timing(
    Duration interval,
    Duration detection,
    Duration urgent,
    Duration claim,
    Duration linger,
    Duration rebalance) {

  /** How long calls may be left unanswered before the server is asked. */
  Duration quiet() {
    return least(Duration.ofMillis(250), detection.dividedBy(4));
  }

  /** How long the answer to that may take before all servers are asked. */
  Duration answer() {
    return least(Duration.ofMillis(100), detection.dividedBy(4));
  }

  /** How often silence is looked for while all is well. */
  Duration tick() {
    return quiet().dividedBy(4);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Those that an application may choose; the others as the design has them. */
  public static Timing of(Duration interval, Duration detection, Duration rebalance) {
    return new Timing(
        interval,
        detection,
        Duration.ofMillis(15),
        Duration.ofMillis(200),
        Duration.ofSeconds(3),
        rebalance);
  }
}
