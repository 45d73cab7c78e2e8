package io.swiveljdbc.examples.hikaricp;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.MysqlCluster;
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
   * Runs the example on the cluster of a {@code jdbc:swivel:} URL, or on three servers that it
   * starts for itself, one of which it kills: of PostgreSQL, or with the argument {@code mysql} of
   * MySQL.
   */
  public static void main(String... arguments) throws SQLException {
    String where = arguments.length > 0 ? arguments[0] : "postgresql";
    if (where.startsWith("jdbc:")) {
      run(where, () -> System.out.println("(your writer is left alone)"));
      return;
    }
    try (LocalCluster cluster = start(where)) {
      run(cluster.url(), () -> loseTheWriter(cluster));
    }
  }

  static void run(String url, Runnable incident) throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(url);
      pool.setMaximumPoolSize(4);
      write(pool, "CREATE TABLE IF NOT EXISTS visit (id serial PRIMARY KEY, guest text)");

      write(pool, "INSERT INTO visit (guest) VALUES ('before')");
      read(pool);
      incident.run();
      write(pool, "INSERT INTO visit (guest) VALUES ('after')");
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

  private static LocalCluster start(String engine) {
    return engine.equals("mysql")
        ? MysqlCluster.builder().user("shop", "shop").start()
        : PostgresCluster.builder().user("shop", "shop").start();
  }

  private static void loseTheWriter(LocalCluster cluster) {
    System.out.println("killing the writer " + cluster.writer() + ", promoting a reader");
    cluster.kill(cluster.writer());
    cluster.failOver();
  }
}
