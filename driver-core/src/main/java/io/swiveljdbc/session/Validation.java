package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Asks a server over a session whether it answers, where that is in doubt. */
final class Validation {

  private final Connection connection;
  private final Wire wire;
  private final Cluster cluster;
  private final HostAddress address;

  /** The topology version at which it last did. */
  private long answeredAt;

  /**
   * Of a session that was just opened.
   *
   * @param openedAt the topology version at which it was
   */
  Validation(
      Connection connection, Wire wire, Cluster cluster, HostAddress address, long openedAt) {
    this.connection = connection;
    this.wire = wire;
    this.cluster = cluster;
    this.address = address;
    this.answeredAt = openedAt;
  }

  /** Whether a session to its server was lost since it answered last, so that it must be asked. */
  boolean isNeeded(Topology topology) {
    return topology.server(address).map(server -> answeredAt < server.doubtedAt()).orElse(true);
  }

  /**
   * Asks; true if it answered in time. Ended by an interrupt, and by whoever aborts the wire.
   *
   * @param topology what is known now
   */
  boolean succeeds(Duration patience, Topology topology) {
    wire.interruptible();
    cluster.attend();
    try {
      boolean valid = answersWithin(patience) && wire.uninterruptible();
      if (valid) {
        answeredAt = topology.version();
      }
      return valid;
    } catch (SQLException e) {
      return false;
    } finally {
      boolean unused = wire.uninterruptible();
    }
  }

  /** The driver's own timeout for this counts in seconds, and none of them is short. */
  private boolean answersWithin(Duration patience) throws SQLException {
    int before = connection.getNetworkTimeout();
    int most = (int) Math.max(1, Math.min(patience.toMillis(), Integer.MAX_VALUE));
    connection.setNetworkTimeout(Runnable::run, before > 0 ? Math.min(before, most) : most);
    try {
      return connection.isValid(0);
    } finally {
      connection.setNetworkTimeout(Runnable::run, before);
    }
  }
}
