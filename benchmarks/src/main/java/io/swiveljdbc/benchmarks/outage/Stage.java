package io.swiveljdbc.benchmarks.outage;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One writer and two readers, for all runs. */
final class Stage implements AutoCloseable {
  private final PostgresCluster cluster;
  private final Thread interruption;

  private Stage(PostgresCluster cluster) {
    this.cluster = cluster;
    this.interruption = new Thread(cluster::close, "interruption");
    Runtime.getRuntime().addShutdownHook(interruption);
  }

  static Stage open(boolean tls) {
    PostgresCluster cluster =
        PostgresCluster.builder().readers(2).tls(tls).setting("max_connections", "300").start();
    Stage stage = new Stage(cluster);
    cluster.execute(cluster.writer(), Operation.TABLE);
    cluster.execute(cluster.writer(), Operation.INDEX);
    cluster.execute(cluster.writer(), Prober.TABLE);
    return stage;
  }

  PostgresCluster cluster() {
    return cluster;
  }

  String serverVersion() {
    return String.valueOf(cluster.query(cluster.writer(), "SHOW server_version"));
  }

  void heal() {
    cluster.heal();
  }

  void clear() {
    cluster.execute(cluster.writer(), "TRUNCATE entry, probe");
    cluster.awaitReplayed();
  }

  /** A pool each of whose connections has just been used. */
  HikariDataSource warmPool(Client client, Fault fault, int size) throws SQLException {
    HostMemory.forget();
    HikariDataSource pool = client.pool(cluster, fault.isOfReader(), size);
    List<Connection> all = new ArrayList<>();
    try {
      while (all.size() < size) {
        Connection connection = pool.getConnection();
        all.add(connection);
        Operation.read().on(connection);
      }
    } catch (SQLException e) {
      pool.close();
      throw e;
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
    HostMemory.forget();
    return pool;
  }

  /** How often each id is there. */
  Map<Long, Integer> rows() throws SQLException {
    Map<Long, Integer> rows = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(Prober.direct(cluster.writer()));
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id FROM entry")) {
      while (found.next()) {
        rows.merge(found.getLong(1), 1, Integer::sum);
      }
    }
    return rows;
  }

  @Override
  public void close() {
    cluster.close();
    try {
      Runtime.getRuntime().removeShutdownHook(interruption);
    } catch (IllegalStateException shuttingDown) {
      // Then it is at work, or has been.
      return;
    }
  }
}
