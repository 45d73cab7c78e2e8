package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/**
 * Errors of the server that look like Swivel's own, or like a failover: from a server that is the
 * writer still, they are the application's, the same object, and the session goes on.
 */
@WithPostgres(readers = 0)
class RefusedByServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String INSERT = "INSERT INTO refused VALUES (1)";

  private final PostgresCluster cluster;
  private Connection connection;
  private int session;

  RefusedByServerTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS refused");
    cluster.execute(cluster.writer(), "CREATE TABLE refused (id int)");
    connection = DriverManager.getConnection(cluster.url());
    session = Sql.number(connection, "SELECT pg_backend_pid()");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void theSessionGoesOn() throws SQLException {
    assertThat(connection.isClosed()).isFalse();
    assertThat(Sql.number(connection, "SELECT pg_backend_pid()")).isEqualTo(session);
  }

  private void refusedAsReadOnly() {
    Thrown.by(() -> Sql.update(connection, INSERT)).withState("25006").as(PSQLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET TRANSACTION READ ONLY", "SET LOCAL transaction_read_only = on"})
  void aWriteInATransactionThatIsReadOnlyByTextIsTheApplicationsOwnError(String text)
      throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, text);
    refusedAsReadOnly();
    Thrown.by(() -> Sql.update(connection, INSERT)).withState("25P02").as(PSQLException.class);
    connection.rollback();
    Sql.update(connection, INSERT);
    connection.commit();
    theSessionGoesOn();
  }

  @Test
  void aWriteInATransactionThatWasBegunReadOnlyAsTextIsTheApplicationsOwnError() throws Exception {
    Sql.update(connection, "BEGIN READ ONLY");
    refusedAsReadOnly();
    Sql.update(connection, "ROLLBACK");
    theSessionGoesOn();
  }

  @Test
  void aWriteOnAConnectionThatIsReadOnlyIsTheApplicationsOwnError() throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    refusedAsReadOnly();
    connection.rollback();
    theSessionGoesOn();
  }

  @Test
  void aWriteInASessionThatIsReadOnlyByDefaultIsTheApplicationsOwnError() throws SQLException {
    Sql.update(connection, "SET default_transaction_read_only = on");
    refusedAsReadOnly();
    theSessionGoesOn();
  }

  @Test
  void aWriteOnAWriterThatItsOperatorMadeReadOnlyIsTheServersError() throws SQLException {
    readOnlyByDefault("ALTER SYSTEM SET default_transaction_read_only = on", "on");
    try (Connection fresh = DriverManager.getConnection(cluster.url())) {
      Thrown.by(() -> Sql.update(fresh, INSERT)).withState("25006").as(PSQLException.class);
      assertThat(fresh.isClosed()).isFalse();
      assertThat(Sql.text(fresh, "SELECT 1")).isEqualTo("1");
    } finally {
      readOnlyByDefault("ALTER SYSTEM RESET default_transaction_read_only", "off");
    }
  }

  private void readOnlyByDefault(String change, String expected) {
    cluster.execute(cluster.writer(), change);
    cluster.execute(cluster.writer(), "SELECT pg_reload_conf()");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!expected.equals(
        cluster.query(cluster.writer(), "SHOW default_transaction_read_only"))) {
      assertThat(System.nanoTime()).as("the server reads its settings").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void aRollbackThatTheServerAsksForIsItsOwnAndASavepointGetsOverIt(String state)
      throws SQLException {
    connection.setAutoCommit(false);
    Savepoint savepoint = connection.setSavepoint();
    String raise = "DO $$ BEGIN RAISE 'try again' USING ERRCODE = '" + state + "'; END $$";
    Thrown.by(() -> Sql.update(connection, raise)).withState(state).as(PSQLException.class);
    connection.rollback(savepoint);
    Sql.update(connection, INSERT);
    connection.commit();
    theSessionGoesOn();
    assertThat(Sql.number(connection, "SELECT count(*) FROM refused")).isEqualTo(1);
  }

  @Test
  void twoTransactionsThatCannotBeSerializedGetTheServersOwnError() throws SQLException {
    Sql.update(connection, INSERT);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    Sql.number(connection, "SELECT count(*) FROM refused");
    cluster.execute(cluster.writer(), "UPDATE refused SET id = 2");
    Thrown.by(() -> Sql.update(connection, "UPDATE refused SET id = 3"))
        .withState("40001")
        .as(PSQLException.class);
    connection.rollback();
    assertThat(Sql.update(connection, "UPDATE refused SET id = 3")).isEqualTo(1);
    connection.commit();
  }
}
