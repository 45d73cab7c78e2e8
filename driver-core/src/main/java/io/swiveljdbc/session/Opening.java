package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a physical connection and verifies, in one round trip, what its server is. A connection
 * whose server is not what the topology takes it for is not handed out.
 */
final class Opening {

  private final Access access;
  private final Target login;
  private final HostAddress address;
  private final Consumer<Wire> connecting;

  /**
   * An attempt to reach one server.
   *
   * @param login whom to log in as
   * @param connecting takes the wire before it connects, so that the attempt can be aborted
   */
  Opening(Access access, Target login, HostAddress address, Consumer<Wire> connecting) {
    this.access = access;
    this.login = login;
    this.address = address;
    this.connecting = connecting;
  }

  /**
   * Opens it.
   *
   * @return the connection, or null when the server turned out to be another than expected, which
   *     the topology knows by then
   * @throws SQLException the target driver's, when the server cannot be reached or does not let us
   *     in
   */
  @Nullable DriverSession open(Deadline deadline) throws SQLException {
    Cluster cluster = access.cluster();
    Duration patience = access.options().connectTimeout();
    Duration left = deadline.remaining();
    Wire wire = new Wire(left.compareTo(patience) < 0 ? left : patience);
    connecting.accept(wire);
    cluster.connections().add(address, wire);
    wire.interruptible();
    cluster.attend();
    if (cluster.connections().lost(cluster.topology(), address)) {
      wire.abort(); // it was lost while this thread waited for its turn
    }
    @Nullable DriverSession opened = null;
    try {
      @Nullable DriverSession made = connect(cluster, wire);
      if (!wire.uninterruptible()) {
        if (made != null) {
          made.end();
        }
        throw new SQLException("interrupted while it connected", Told.CONNECTION_FAILURE);
      }
      opened = made;
      return opened;
    } finally {
      if (opened == null) {
        cluster.connections().remove(address, wire);
        wire.abort();
      }
    }
  }

  private @Nullable DriverSession connect(Cluster cluster, Wire wire) throws SQLException {
    Connection connection =
        access.engine().connect(login, address, Engine.Purpose.APPLICATION, wire);
    Observation seen = cluster.prober().discovery(connection).observe(connection, address, true);
    cluster.prober().proven(login);
    cluster.observe(seen);
    Topology now = cluster.topology();
    @Nullable Server server = now.server(address).filter(s -> agrees(s, seen)).orElse(null);
    if (server == null) {
      connection.close();
      return null;
    }
    SessionSettings settings = SharedFacts.of(cluster).settings(login, connection);
    wire.markEstablished();
    return new DriverSession(connection, access, server, now.version(), wire, settings);
  }

  /** Whether the topology believes what the server has just said of itself. */
  private static boolean agrees(Server server, Observation seen) {
    return server.fit()
        && seen instanceof SelfReport report
        && server.claim() == report.role()
        && report.instance().equals(server.instance());
  }
}
