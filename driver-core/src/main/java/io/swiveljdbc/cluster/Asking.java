package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.SelfReport;
import java.sql.SQLException;
import java.time.Duration;

/** The questions that one monitor puts to its server, over whichever connection. */
final class Asking {

  private final Cluster cluster;

  /** A question was put, and neither an answer nor a refusal has come. */
  private volatile boolean unanswered;

  /** When it was put. */
  private volatile long askedAt;

  Asking(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Whether a question waits for its answer. */
  boolean unanswered() {
    return unanswered;
  }

  /** Whether it has been left unanswered for longer than this. */
  boolean unansweredFor(Duration time) {
    return unanswered && System.nanoTime() - askedAt > time.toNanos();
  }

  /** Asks once; false when this connection leads to another machine than a newer one does. */
  boolean ask(Probe probe, ProbeAttempt attempt) throws SQLException {
    askedAt = System.nanoTime();
    unanswered = true;
    Observation answer = probe.ask();
    unanswered = false;
    cluster.lookRound();
    if (answer instanceof SelfReport report && attempt.outdated(report, cluster.topology())) {
      return false;
    }
    cluster.observe(answer);
    attempt.answered = true;
    attempt.goodAt = cluster.topology().version();
    return true;
  }

  /** A connection has failed; if time was up, nothing proves yet that there will be no answer. */
  void failed(boolean timedOut) {
    unanswered = timedOut;
  }
}
