package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What became of one connection of a monitor. */
final class ProbeAttempt {

  /** What is done with it. */
  interface Work {
    void with(Probe probe, ProbeAttempt attempt) throws SQLException;
  }

  boolean established;
  boolean answered;

  /** Its socket tells when the server is waited for. */
  boolean watched;

  /** Until when its failure would say something of the server as it is known. */
  long goodAt;

  private @Nullable String instance;

  /** Whether the name leads elsewhere by now: somebody who connected later met another server. */
  boolean outdated(SelfReport report, Topology topology) {
    boolean first = instance == null;
    instance = report.instance();
    return !first
        && topology
            .server(report.address())
            .map(server -> !report.instance().equals(server.instance()))
            .orElse(false);
  }
}
