package io.swiveljdbc.examples.failover;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.LocalCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The servers, the pool through Swivel, and what is seen of them. */
final class Stage implements AutoCloseable {
  private final Engine engine;
  private final Screen screen;
  private final LocalCluster cluster;
  private final Observed observed;
  private final TopologyLines topologyLines;
  private final HikariDataSource pool = new HikariDataSource();
  private final Thread interruption = new Thread(this::strike, "interruption");

  private Stage(DemoOptions options, Screen screen, LocalCluster cluster) {
    this.engine = options.engine();
    this.screen = screen;
    this.cluster = cluster;
    ServerNames names = new ServerNames(cluster.servers());
    Timeline timeline = new Timeline(screen);
    this.observed = Observed.nothingYet(timeline, names, options);
    this.topologyLines = TopologyLines.to(timeline, names);
    Runtime.getRuntime().addShutdownHook(interruption);
  }

  static Stage open(DemoOptions options, Screen screen) throws SQLException {
    LocalCluster cluster = options.engine().start(options.readers());
    Stage stage = new Stage(options, screen, cluster);
    stage.createTables();
    stage.pool.setJdbcUrl(cluster.url());
    stage.pool.setMaximumPoolSize(options.clients());
    return stage;
  }

  private void createTables() throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.writer().jdbcUrl());
        Statement statement = connection.createStatement()) {
      // No constraint on the ids: a write that is done twice shall show. A group wants some key.
      statement.execute("CREATE TABLE entry (place serial PRIMARY KEY, id bigint NOT NULL)");
      statement.execute("CREATE TABLE witness (place serial PRIMARY KEY, present boolean)");
    }
    cluster.awaitReplayed();
  }

  Engine engine() {
    return engine;
  }

  LocalCluster cluster() {
    return cluster;
  }

  HikariDataSource pool() {
    return pool;
  }

  Observed observed() {
    return observed;
  }

  Timeline timeline() {
    return observed.timeline();
  }

  /** Ctrl-C: the clients may fail as they like, but nothing is left behind. */
  private void strike() {
    screen.fallSilent();
    cluster.close();
  }

  @Override
  public void close() {
    topologyLines.close();
    pool.close();
    cluster.close();
    try {
      Runtime.getRuntime().removeShutdownHook(interruption);
    } catch (IllegalStateException shuttingDown) {
      // Then it is at work, or has been.
      return;
    }
  }
}
