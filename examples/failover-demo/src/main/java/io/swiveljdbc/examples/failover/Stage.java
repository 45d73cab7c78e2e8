package io.swiveljdbc.examples.failover;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;

/** The servers, the pool through Swivel, and what is seen of them. */
final class Stage implements AutoCloseable {
  private final Screen screen;
  private final PostgresCluster cluster;
  private final Observed observed;
  private final TopologyLines topologyLines;
  private final HikariDataSource pool = new HikariDataSource();
  private final Thread interruption = new Thread(this::strike, "interruption");

  private Stage(DemoOptions options, Screen screen, PostgresCluster cluster) {
    this.screen = screen;
    this.cluster = cluster;
    ServerNames names = new ServerNames(cluster.servers());
    Timeline timeline = new Timeline(screen);
    this.observed = Observed.nothingYet(timeline, names, options);
    this.topologyLines = TopologyLines.to(timeline, names);
    Runtime.getRuntime().addShutdownHook(interruption);
  }

  static Stage open(DemoOptions options, Screen screen) {
    PostgresCluster cluster = PostgresCluster.builder().readers(options.readers()).start();
    // No constraint on the ids: a write that is done twice shall show.
    cluster.execute(cluster.writer(), "CREATE TABLE entry (id bigint NOT NULL)");
    cluster.execute(cluster.writer(), "CREATE TABLE witness (present boolean)");
    cluster.awaitReplayed();
    Stage stage = new Stage(options, screen, cluster);
    stage.pool.setJdbcUrl(cluster.url());
    stage.pool.setMaximumPoolSize(options.clients());
    return stage;
  }

  PostgresCluster cluster() {
    return cluster;
  }

  HikariDataSource pool() {
    return pool;
  }

  Observed observed() {
    return observed;
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
