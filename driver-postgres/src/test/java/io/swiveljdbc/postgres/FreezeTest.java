package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The writer hangs, over TLS, with its sockets open, and is replaced; the rest is in
 * driver-behaviour.
 */
@WithPostgres(readers = 2, tls = true)
class FreezeTest {

  private static final int PATIENCE_SECONDS = 20;

  private final PostgresCluster cluster;

  FreezeTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTable() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    Known.all(cluster);
  }

  @Test
  void aTransactionOnAFrozenWriterIsReleasedAndTheOldWriterIsNotUsedWhenItWakes() throws Exception {
    PostgresServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(500));
        Connection connection = DriverManager.getConnection(cluster.url())) {
      assertThat(Sql.text(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("t");
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      cluster.freeze(old);
      CompletableFuture.runAsync(
              () -> Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)")))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      connection.rollback();
      Sql.update(connection, "INSERT INTO t VALUES (3)");
      connection.commit();
      supervisor.awaitPromotion(Duration.ofSeconds(10));
      assertThat(supervisor.promotions()).hasSize(1);

      cluster.thaw(old);
      Known.await(
          connection,
          topology ->
              topology.servers().stream()
                  .anyMatch(
                      s ->
                          s.address().port() == old.port()
                              && s.standing() == Standing.DEPOSED
                              && s.claim() == Role.WRITER));
      for (int id = 10; id < 20; id++) {
        Sql.update(connection, "INSERT INTO t VALUES (" + id + ")");
        connection.commit();
        assertThat(Sql.number(connection, "SHOW port")).isNotEqualTo(old.directPort());
        connection.commit();
      }
    }
  }

  @Test
  void aJvmThatStartsWhileTheOldWriterIsAwakeDoesNotTakeIt() throws Exception {
    PostgresServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ZERO)) {
      cluster.freeze(old);
      supervisor.awaitPromotion(Duration.ofSeconds(PATIENCE_SECONDS));
    }
    cluster.thaw(old);
    // Another order of the hosts is the same cluster to the driver; one more seed makes it new.
    String url = cluster.url().replace("//", "//127.0.0.1:1,");
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.number(connection, "SHOW port")).isEqualTo(cluster.writer().directPort());
    }
  }

  @Test
  void aValidationOnAFrozenWriterIsTrueAsSoonAsThereIsAnother() throws Exception {
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(500));
        Connection connection = DriverManager.getConnection(cluster.url())) {
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      cluster.freeze(cluster.writer());
      assertThat(connection.isValid(PATIENCE_SECONDS)).isTrue();
      supervisor.awaitPromotion(Duration.ofSeconds(10));
      assertThat(Sql.update(connection, "INSERT INTO t VALUES (2)")).isEqualTo(1);
    }
  }
}
