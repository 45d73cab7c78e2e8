package io.swiveljdbc;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

  /**
   * Keeps this connection on the server on which it ran last, for state that only the application
   * knows of: what a function of its own keeps in the session, for instance. All transactions run
   * there until {@link #unpin}, and when that server is lost, the application is told.
   *
   * @throws SQLException 08003 when the connection is closed; 08001 when no server can be reached
   */
  void pin() throws SQLException;

  /**
   * Ends what {@link #pin} began.
   *
   * @throws SQLException 08003 when the connection is closed
   */
  void unpin() throws SQLException;

  /**
   * What keeps this connection where it is, since it could not be had on another server: temporary
   * tables, LISTEN, session advisory locks and the like, one line for each; empty for most. Makes
   * no round trip.
   *
   * @throws SQLException 08003 when the connection is closed
   */
  List<String> pins() throws SQLException;

  /** All servers of the cluster as this process knows them now. */
  Topology topology();
}
