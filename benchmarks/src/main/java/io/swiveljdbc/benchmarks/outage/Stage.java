package io.swiveljdbc.benchmarks.outage;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.LocalCluster;
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
  private final Engine engine;
  private final LocalCluster cluster;
  private final Thread interruption;

  private Stage(Engine engine, LocalCluster cluster) {
    this.engine = engine;
    this.cluster = cluster;
    this.interruption = new Thread(cluster::close, "interruption");
    Runtime.getRuntime().addShutdownHook(interruption);
  }

  static Stage open(Engine engine, boolean tls) {
    LocalCluster cluster = engine.start(tls);
    Stage stage = new Stage(engine, cluster);
    engine.tables().forEach(table -> cluster.execute(cluster.writer(), table));
    return stage;
  }

  Engine engine() {
    return engine;
  }

  LocalCluster cluster() {
    return cluster;
  }

  String serverVersion() {
    return String.valueOf(cluster.query(cluster.writer(), engine.version()));
  }

  void heal() {
    cluster.heal();
  }

  void clear() {
    cluster.execute(cluster.writer(), "TRUNCATE TABLE entry");
    cluster.execute(cluster.writer(), "TRUNCATE TABLE probe");
    cluster.awaitReplayed();
  }

  /** A pool each of whose connections has just been used. */
  HikariDataSource warmPool(Client client, Fault fault, int size) throws SQLException {
    HostMemory.forget();
    HikariDataSource pool = client.pool(cluster, fault, size);
    List<Connection> all = new ArrayList<>();
    try {
      while (all.size() < size) {
        Connection connection = pool.getConnection();
        all.add(connection);
        Operation.read(engine).on(connection);
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
    try (Connection connection = DriverManager.getConnection(Engine.direct(cluster.writer()));
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
