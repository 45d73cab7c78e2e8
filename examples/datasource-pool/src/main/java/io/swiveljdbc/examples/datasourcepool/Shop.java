package io.swiveljdbc.examples.datasourcepool;

import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A data source with pools inside, one for each server. Two hundred customers hold a connection
 * each, through a walk to the till; five sessions of the writer and five of each reader serve them
 * all.
 */
public final class Shop {
  private static final int CUSTOMERS = 200;

  private Shop() {}

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

  static void run(String url) throws SQLException {
    try (SwivelDataSource shop = open(url)) {
      String whichSession =
          url.startsWith("jdbc:swivel:mysql")
              ? "SELECT connection_id()"
              : "SELECT pg_backend_pid()";
      int sessions = serve(shop, whichSession);
      System.out.println(sessions + " sessions served " + CUSTOMERS + " customers");
    }
  }

  /** The pools open in the background when the first connection is asked for. */
  static SwivelDataSource open(String url) {
    return SwivelDataSource.builder()
        .url(url)
        .pooled()
        .option("swivel.pool.maximumPoolSize", "5")
        .option("swivel.pool.share", "transaction")
        .build();
  }

  /** Serves everybody; returns how many sessions of the writer did it. */
  static int serve(DataSource shop, String whichSession) throws SQLException {
    List<Connection> customers = new ArrayList<>();
    Set<Long> sessions = new HashSet<>();
    try {
      for (int i = 0; i < CUSTOMERS; i++) {
        customers.add(shop.getConnection());
      }
      execute(
          customers.get(0),
          "CREATE TABLE IF NOT EXISTS purchase (id serial PRIMARY KEY, customer int, item text)");
      for (int i = 0; i < CUSTOMERS; i++) {
        sessions.add(buy(customers.get(i), i, whichSession));
      }
      return sessions.size();
    } finally {
      for (Connection customer : customers) {
        customer.close();
      }
    }
  }

  /**
   * A read on a reader, a walk to the till without any session, and a transaction on the writer;
   * returns the session that ran it.
   */
  private static long buy(Connection connection, int customer, String whichSession)
      throws SQLException {
    connection.setReadOnly(true);
    execute(connection, "SELECT now()");
    connection.setReadOnly(false);

    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO purchase (customer, item) VALUES (?, 'apple')")) {
      insert.setInt(1, customer);
      insert.executeUpdate();
    }
    long session = number(connection, whichSession);
    connection.commit();
    return session;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
