package io.swiveljdbc.examples.plain;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.MysqlCluster;
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
   * Runs the example on the cluster of a {@code jdbc:swivel:} URL, or on three servers that it
   * starts for itself: of PostgreSQL, or with the argument {@code mysql} of MySQL.
   */
  public static void main(String... arguments) throws SQLException {
    String where = arguments.length > 0 ? arguments[0] : "postgresql";
    if (where.startsWith("jdbc:")) {
      run(where);
      return;
    }
    try (LocalCluster cluster = start(where)) {
      run(cluster.url());
    }
  }

  private static LocalCluster start(String engine) {
    return engine.equals("mysql")
        ? MysqlCluster.builder().user("shop", "shop").start()
        : PostgresCluster.builder().user("shop", "shop").start();
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
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO visit (guest) VALUES (?)")) {
      create.execute("CREATE TABLE IF NOT EXISTS visit (id serial PRIMARY KEY, guest text)");
      insert.setString(1, guest);
      insert.executeUpdate();
    }
    connection.commit();
    System.out.println("wrote to " + serverOf(connection));
    return serverOf(connection);
  }

  private static Server read(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery("SELECT now()")) {
      rows.next();
      System.out.println("read from " + serverOf(connection) + " at " + rows.getString(1));
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
