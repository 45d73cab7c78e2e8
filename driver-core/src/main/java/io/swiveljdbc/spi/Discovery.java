package io.swiveljdbc.spi;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import java.sql.Connection;
import java.sql.SQLException;

/** How one kind of cluster tells who is in it. */
public interface Discovery {

  /** The kind of cluster, for logs: {@code streaming replication}, for instance. */
  String name();

  /**
   * Whether the server behind this connection belongs to such a cluster.
   *
   * @throws SQLException when the server cannot be asked
   */
  boolean recognises(Connection connection) throws SQLException;

  /**
   * Asks the server, in one round trip, what it is. Whom else it knows to be in its cluster is part
   * of its answer, a {@link io.swiveljdbc.topology.SelfReport}.
   *
   * @param connection a connection to the server
   * @param address the address under which it was reached
   * @param seal whether to make every later transaction of a session with a reader read-only, so
   *     that a promotion cannot turn a read into a write; done only if the server is a reader, and
   *     in the same round trip where the database can
   * @throws SQLException when the server does not answer as expected
   */
  Observation observe(Connection connection, HostAddress address, boolean seal) throws SQLException;

  /**
   * The question of {@link #observe}, to be put again and again over one connection, without
   * sealing.
   *
   * @throws SQLException as the target driver throws it
   */
  default Question question(Connection connection, HostAddress address) throws SQLException {
    return () -> observe(connection, address, false);
  }

  /** A question to a server. */
  interface Question {

    /** Puts it. */
    Observation ask() throws SQLException;
  }
}
