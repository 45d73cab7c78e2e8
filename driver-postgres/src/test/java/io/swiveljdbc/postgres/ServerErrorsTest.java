package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/**
 * What the server says is taken at its word: an ERROR ends no session, an idle timeout commits
 * nothing.
 */
@WithPostgres(readers = 0)
class ServerErrorsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PostgresCluster cluster;
  private Connection connection;

  ServerErrorsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** As dblink and postgres_fdw do when the server behind them is lost. */
  private static String raise(String state) {
    return "DO $$ BEGIN RAISE EXCEPTION 'the other server' USING ERRCODE = '%s'; END $$"
        .formatted(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08003", "08006", "57P01"})
  void anErrorWithTheStateOfALossIsTheApplicationsOwn(String state) throws SQLException {
    int session = Sql.number(connection, "SELECT pg_backend_pid()");
    Thrown.by(() -> Sql.update(connection, raise(state))).withState(state).as(PSQLException.class);
    try (Statement statement = connection.createStatement()) {
      statement.addBatch(raise(state));
      Thrown.by(statement::executeBatch).withState(state).as(BatchUpdateException.class);
    }
    assertThat(Sql.number(connection, "SELECT pg_backend_pid()")).isEqualTo(session);
  }

  @Test
  void aTransactionThatTheServerEndedForItsIdlenessIsCertainlyRolledBack() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "SET idle_in_transaction_session_timeout = '100ms'");
    int session = Sql.number(connection, "SELECT pg_backend_pid()");
    awaitEnd(session);
    Thrown.rolledBack(connection::commit);
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT pg_backend_pid()")).isNotEqualTo(session);
  }

  private void awaitEnd(int session) {
    String count = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + session;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!"0".equals(cluster.query(cluster.writer(), count))) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
