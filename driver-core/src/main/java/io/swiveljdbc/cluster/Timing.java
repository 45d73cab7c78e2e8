package io.swiveljdbc.cluster;

import java.time.Duration;

/**
 * How often servers are asked, and how long an answer may take.
 *
 * @param interval between two probes of a server while all is well
 * @param detection how long a server may leave a probe unanswered before it counts as down
 * @param urgent between two probes while there is no writer or a server is in doubt
 * @param claim how long a first claim to be the writer waits for the other seeds' answers
 * @param linger how long a cluster is watched after its last user went
 */
public record Timing(
    Duration interval, Duration detection, Duration urgent, Duration claim, Duration linger) {

  /** The two that an application may choose; the others as the design has them. */
  public static Timing of(Duration interval, Duration detection) {
    return new Timing(
        interval, detection, Duration.ofMillis(15), Duration.ofMillis(200), Duration.ofSeconds(3));
  }
}
