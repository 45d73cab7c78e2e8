package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A HikariCP pool with its default settings above Swivel, while servers die. */
@WithPostgres(readers = 2)
class PoolTest {

  private final PostgresCluster cluster;

  PoolTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTable() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    Known.all(cluster);
  }

  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.url());
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  @Test
  void whenTheWriterDiesThePoolsConnectionsTurnToTheNewOneByThemselves() throws Exception {
    try (HikariDataSource pool = pool(10);
        Supervisor supervisor = cluster.supervise(Duration.ofMillis(300))) {
      useAll(pool, 10, 0);
      int before = pool.getHikariPoolMXBean().getTotalConnections();
      PostgresServer old = cluster.writer();
      cluster.kill(old);
      Known.lost(cluster, old);
      List<CompletableFuture<Void>> writes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int id = 100 + i;
        writes.add(CompletableFuture.runAsync(() -> write(pool, id)));
      }
      for (CompletableFuture<Void> write : writes) {
        write.get(20, TimeUnit.SECONDS);
      }
      supervisor.awaitPromotion(Duration.ofSeconds(10));
      assertThat(supervisor.promotions()).hasSize(1);
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isEqualTo(before);
      try (Connection connection = pool.getConnection()) {
        assertThat(Sql.number(connection, "SELECT count(*) FROM t WHERE id >= 100")).isEqualTo(10);
      }
    }
  }

  @Test
  void validatingConnectionsDuringAFailoverDrainsNoPool() throws Exception {
    try (HikariDataSource pool = pool(5);
        Supervisor supervisor = cluster.supervise(Duration.ofMillis(300))) {
      useAll(pool, 5, 200);
      List<Connection> logical = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        logical.add(pool.getConnection());
      }
      cluster.kill(cluster.writer());
      for (Connection connection : logical) {
        assertThat(connection.isValid(10)).isTrue();
        connection.close();
      }
      assertThat(supervisor.awaitPromotion(Duration.ofSeconds(10))).isNotNull();
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isEqualTo(5);
    }
  }

  @Test
  void aRetriedTransactionGoesThroughAndAnUnknownOneIsEvicted() throws Exception {
    try (HikariDataSource pool = pool(2);
        Supervisor supervisor = cluster.supervise(Duration.ofMillis(300))) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        Sql.update(connection, "INSERT INTO t VALUES (1)");
        cluster.kill(cluster.writer());
        Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)"));
        connection.rollback();
        Sql.update(connection, "INSERT INTO t VALUES (3)");
        connection.commit();
      }
      supervisor.awaitPromotion(Duration.ofSeconds(10));
      assertThat(supervisor.promotions()).hasSize(1);
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(Sql.text(connection, "SELECT array_agg(id) FROM t")).isEqualTo("{3}");
      }
    }
  }

  private static void useAll(HikariDataSource pool, int size, int firstId) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Connection connection = pool.getConnection();
      all.add(connection);
      Sql.update(connection, "INSERT INTO t VALUES (" + (firstId + i) + ")");
    }
    for (Connection connection : all) {
      connection.close();
    }
  }

  private static void write(HikariDataSource pool, int id) {
    try (Connection connection = pool.getConnection()) {
      Sql.update(connection, "INSERT INTO t VALUES (" + id + ")");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
