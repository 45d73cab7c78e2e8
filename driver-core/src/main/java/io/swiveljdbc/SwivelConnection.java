package io.swiveljdbc;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A logical connection, as {@code connection.unwrap(SwivelConnection.class)} gives it: what a
 * connection knows of its cluster.
 */
public interface SwivelConnection extends Connection {

  /**
   * The server on which the open transaction runs, or else on which the last one ran while the
   * connection to it is kept; empty before the first statement. Makes no round trip.
   *
   * @throws SQLException 08003 when the connection is closed
   */
  Optional<Server> currentServer() throws SQLException;

  /**
   * The role of {@link #currentServer()}; {@link Role#UNKNOWN} when there is none.
   *
   * @throws SQLException 08003 when the connection is closed
   */
  default Role role() throws SQLException {
    return currentServer().map(Server::role).orElse(Role.UNKNOWN);
  }

  /** All servers of the cluster as this process knows them now. */
  Topology topology();
}
