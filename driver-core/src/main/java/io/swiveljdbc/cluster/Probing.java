package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the connections of one monitor, and reports how they fail. */
final class Probing {

  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);

  private final Cluster cluster;
  private final Prober prober;
  private final HostAddress address;
  private final Asking asking;
  private final ProbeWires wires = new ProbeWires();
  private volatile boolean stopped;

  Probing(Cluster cluster, Prober prober, HostAddress address, Asking asking) {
    this.cluster = cluster;
    this.prober = prober;
    this.address = address;
    this.asking = asking;
  }

  ProbeWires wires() {
    return wires;
  }

  /** Ends all connections, and those that are still to come. */
  void stop() {
    stopped = true;
    wires.stop();
  }

  /** Opens a connection, works with it, and reports how it failed; says whether it answered. */
  boolean with(ProbeAttempt.Work work) {
    ProbeAttempt attempt = new ProbeAttempt();
    attempt.goodAt = cluster.topology().version();
    ProbeWires.Latest wire = wires.latest();
    try (Probe probe = prober.open(address, wire::adopt)) {
      attempt.established = true;
      work.with(probe, attempt);
    } catch (SQLException e) {
      attempt.watched = wire.watched();
      if (!stopped) {
        failed(e, attempt);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // A defect, or no thread to be had: the server must not stay unwatched for it.
      LOG.error("probing {} failed; it is tried again", address, e);
    } finally {
      wire.release();
    }
    return attempt.answered;
  }

  /** Time that is up proves nothing here: whether anything was heard, and when, is watched. */
  private void failed(SQLException e, ProbeAttempt attempt) {
    boolean timedOut = Prober.timedOut(e) && attempt.watched;
    asking.failed(timedOut);
    if (!timedOut || attempt.established) {
      cluster.observe(prober.failure(address, e, attempt.established, attempt.goodAt));
    }
  }
}
