package io.swiveljdbc.examples.datasourcepool;

import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

  static void run(String url) throws SQLException {
    try (SwivelDataSource shop = open(url)) {
      System.out.println(serve(shop) + " sessions served " + CUSTOMERS + " customers");
    }
  }

  /** The pools open in the background when the first connection is asked for. */
  static SwivelDataSource open(String url) {
    return SwivelDataSource.builder()
        .url(url)
        .pooled()
        .option("swivel.pool.maximumPoolSize", "5")
        .option("swivel.pool.share", "transaction")
        .option("ApplicationName", "shop")
        .build();
  }

  /** Serves everybody; returns how many sessions the writer has for it. */
  static int serve(DataSource shop) throws SQLException {
    List<Connection> customers = new ArrayList<>();
    try {
      for (int i = 0; i < CUSTOMERS; i++) {
        customers.add(shop.getConnection());
      }
      execute(customers.get(0), "CREATE TABLE IF NOT EXISTS purchase (customer int, item text)");
      for (int i = 0; i < CUSTOMERS; i++) {
        buy(customers.get(i), i);
      }
      return sessions(customers.get(0));
    } finally {
      for (Connection customer : customers) {
        customer.close();
      }
    }
  }

  /**
   * A read on a reader, a walk to the till without any session, and a transaction on the writer.
   */
  private static void buy(Connection connection, int customer) throws SQLException {
    connection.setReadOnly(true);
    execute(connection, "SELECT now()");
    connection.setReadOnly(false);

    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO purchase VALUES (?, 'apple')")) {
      insert.setInt(1, customer);
      insert.executeUpdate();
    }
    connection.commit();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int sessions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'shop'")) {
      count.next();
      int sessions = count.getInt(1);
      connection.commit();
      return sessions;
    }
  }
}
