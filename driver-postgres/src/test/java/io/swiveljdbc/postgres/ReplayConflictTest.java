package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** A reader's replay cancels queries and ends sessions: the commonest errors of readers. */
class ReplayConflictTest {

  private static PostgresCluster cluster;

  private Connection connection;
  private long version;

  @BeforeAll
  static void start() {
    cluster =
        PostgresCluster.builder().readers(1).setting("max_standby_streaming_delay", "0").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS locked");
    cluster.execute(cluster.writer(), "CREATE TABLE locked AS SELECT 1 AS id");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
    connection.setReadOnly(true);
    version = connection.unwrap(SwivelConnection.class).topology().version();
  }

  @AfterEach
  void close() throws SQLException {
    assertThat(connection.unwrap(SwivelConnection.class).topology().version()).isEqualTo(version);
    connection.close();
  }

  /** Its replay needs a lock that the query holds. */
  private CompletableFuture<Void> lockOnceItRuns(String query) {
    return CompletableFuture.runAsync(
        () -> {
          ServerActivity.await(cluster, cluster.readers().get(0), query);
          cluster.execute(cluster.writer(), "ALTER TABLE locked ADD COLUMN IF NOT EXISTS more int");
        });
  }

  @Test
  void aReadInAutoCommitRunsOnceMoreOnAnotherServer() throws Exception {
    String query = "SELECT pg_is_in_recovery(), pg_sleep(2) FROM locked";
    CompletableFuture<Void> conflict = lockOnceItRuns(query);

    assertThat(Sql.text(connection, query)).isEqualTo("f");
    conflict.get(10, TimeUnit.SECONDS);
    assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
  }

  @Test
  void aTransactionGetsTheServersOwnError() throws Exception {
    connection.setAutoCommit(false);
    Sql.text(connection, "SELECT 1");
    String query = "SELECT pg_sleep(20) FROM locked";
    CompletableFuture<Void> conflict = lockOnceItRuns(query);

    Thrown.by(() -> Sql.text(connection, query)).withState("40001").as(PSQLException.class);
    conflict.get(10, TimeUnit.SECONDS);
    connection.rollback();
    assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    connection.rollback();
  }

  @Test
  void anIdleTransactionThatItEndsIsRolledBack() throws Exception {
    connection.setAutoCommit(false);
    Sql.text(connection, "SELECT id FROM locked");
    int session = Sql.number(connection, "SELECT pg_backend_pid()");
    cluster.execute(cluster.writer(), "ALTER TABLE locked ADD COLUMN IF NOT EXISTS more int");
    ServerActivity.awaitEnd(cluster, cluster.readers().get(0), session);

    Thrown.rolledBack(() -> Sql.text(connection, "SELECT 1"));
    connection.rollback();
    assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    connection.rollback();
  }
}
