package io.swiveljdbc.examples.hikaricp;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.topology.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A pool over a whole cluster. The writer dies; the pool's connections turn by themselves. */
public final class Pooled {
  private Pooled() {}

  /**
   * Runs the example on the cluster of a {@code jdbc:swivel:postgresql:} URL, or without one on
   * three servers that it starts for itself, one of which it kills.
   */
  public static void main(String... arguments) throws SQLException {
    if (arguments.length > 0) {
      run(arguments[0], () -> System.out.println("(your writer is left alone)"));
      return;
    }
    try (PostgresCluster cluster = PostgresCluster.builder().readers(2).start()) {
      run(cluster.url(), () -> loseTheWriter(cluster));
    }
  }

  static void run(String url, Runnable incident) throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(url);
      pool.setMaximumPoolSize(4);
      write(pool, "CREATE TABLE IF NOT EXISTS visit (guest text)");

      write(pool, "INSERT INTO visit VALUES ('before')");
      read(pool);
      incident.run();
      write(pool, "INSERT INTO visit VALUES ('after')");
      read(pool);
    }
  }

  static Server write(DataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
      return report("wrote to", connection);
    }
  }

  static Server read(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      statement.executeQuery("SELECT now()").close();
      return report("read from", connection);
    }
  }

  private static Server report(String what, Connection connection) throws SQLException {
    Server server = connection.unwrap(SwivelConnection.class).currentServer().orElseThrow();
    System.out.println(what + " " + server);
    return server;
  }

  private static void loseTheWriter(PostgresCluster cluster) {
    System.out.println("killing the writer " + cluster.writer() + ", promoting a reader");
    cluster.kill(cluster.writer());
    cluster.failOver();
  }
}
