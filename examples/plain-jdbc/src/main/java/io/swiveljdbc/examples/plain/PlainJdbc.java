package io.swiveljdbc.examples.plain;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.topology.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One connection: what it writes runs on the writer, what it only reads runs on a reader. */
public final class PlainJdbc {
  private PlainJdbc() {}

  /**
   * Runs the example on the cluster of a {@code jdbc:swivel:postgresql:} URL, or without one on
   * three servers that it starts for itself.
   */
  public static void main(String... arguments) throws SQLException {
    if (arguments.length > 0) {
      run(arguments[0]);
      return;
    }
    try (PostgresCluster cluster = PostgresCluster.builder().readers(2).start()) {
      run(cluster.url());
    }
  }

  static Visit run(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      Server wroteOn = write(connection, "a guest");

      connection.setReadOnly(true);
      Server readOn = read(connection);
      return new Visit(wroteOn, readOn);
    }
  }

  private static Server write(Connection connection, String guest) throws SQLException {
    try (Statement create = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO visit VALUES (?)")) {
      create.execute("CREATE TABLE IF NOT EXISTS visit (guest text)");
      insert.setString(1, guest);
      insert.executeUpdate();
    }
    connection.commit();
    System.out.println("wrote to " + serverOf(connection));
    return serverOf(connection);
  }

  private static Server read(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery("SELECT pg_is_in_recovery()")) {
      rows.next();
      System.out.println("read from " + serverOf(connection) + ", a standby: " + rows.getString(1));
    }
    connection.commit();
    return serverOf(connection);
  }

  private static Server serverOf(Connection connection) throws SQLException {
    return connection.unwrap(SwivelConnection.class).currentServer().orElseThrow();
  }

  /** Where the write and the read ran. */
  record Visit(Server wroteOn, Server readOn) {}
}
