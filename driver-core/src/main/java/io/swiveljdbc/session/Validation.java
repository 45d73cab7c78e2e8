package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a server over a session whether it answers, where that is in doubt. */
final class Validation {

  private final Connection connection;
  private final Wire wire;
  private final Cluster cluster;
  private final HostAddress address;

  /** The topology version at which it last did. */
  private long answeredAt;

  /** How long it may take to answer, where it is to be asked whatever is known; else null. */
  private @Nullable Duration due;

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

  /**
   * It lay there for so long that it is to be asked whatever is known.
   *
   * @param patience how long it may take to answer
   */
  void fallDue(Duration patience) {
    due = patience;
  }

  boolean isDue() {
    return due != null;
  }

  /** How long it may take to answer, by default this long. */
  Duration patience(Duration otherwise) {
    return due == null ? otherwise : due;
  }

  /** Whether a session to its server was lost since it answered last, so that it must be asked. */
  boolean isNeeded(Topology topology) {
    return isDue()
        || topology.server(address).map(server -> answeredAt < server.doubtedAt()).orElse(true);
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
        due = null;
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
