package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server dies: what the caller sees is the table of docs/errors.md, row by row. */
@WithPostgres(readers = 2)
class FailoverTest {

  private final PostgresCluster cluster;
  private Supervisor supervisor;
  private Connection connection;

  FailoverTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTableAndAConnection() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    Known.all(cluster);
    supervisor = cluster.supervise(Duration.ofMillis(200));
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    supervisor.close();
  }

  private void killWriter() {
    cluster.kill(cluster.writer());
  }

  /** Kills the writer while a call is in it, seen from the server's own list of activities. */
  private CompletableFuture<Void> killWriterOnce(String activity) {
    PostgresServer writer = cluster.writer();
    return CompletableFuture.runAsync(
        () -> {
          ServerActivity.await(cluster, writer, activity);
          cluster.kill(writer);
        });
  }

  private int count() throws SQLException {
    try (Connection fresh = DriverManager.getConnection(cluster.url())) {
      return Sql.number(fresh, "SELECT count(*) FROM t");
    }
  }

  @Test
  void aConnectionWithNothingSentWaitsForTheNewWriterAndGoesOnWithoutAnError() throws SQLException {
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    connection.setAutoCommit(false);
    PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)");
    insert.setInt(1, 2);
    PostgresServer old = cluster.writer();
    killWriter();
    Known.lost(cluster, old);
    assertThat(insert.executeUpdate()).isEqualTo(1);
    connection.commit();
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aTransactionInTheMiddleIsRolledBackAndNothingRunsUntilItIsEnded() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    killWriter();
    Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)"));
    Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (3)"));
    Thrown.rolledBack(connection::commit);
    assertThat(connection.isClosed()).isFalse();
    assertThatCode(
            () -> {
              connection.rollback();
              connection.clearWarnings();
              connection.setAutoCommit(true);
              connection.setReadOnly(false);
            })
        .doesNotThrowAnyException();
    Sql.update(connection, "INSERT INTO t VALUES (4)");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void aFailedTransactionIsEndedBySqlTextToo() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    killWriter();
    try (Statement statement = connection.createStatement()) {
      Thrown.rolledBack(() -> statement.execute("INSERT INTO t VALUES (2)"));
      Thrown.rolledBack(() -> statement.execute("SELECT 1"));
      assertThat(statement.execute("/* over */ ROLLBACK")).isFalse();
      statement.execute("INSERT INTO t VALUES (3)");
      connection.commit();
    }
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void commitAsTextInAFailedTransactionThrowsOnceAndEndsIt() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    killWriter();
    try (Statement statement = connection.createStatement()) {
      Thrown.rolledBack(() -> statement.execute("INSERT INTO t VALUES (2)"));
      Thrown.rolledBack(() -> statement.execute("commit work"));
      statement.execute("INSERT INTO t VALUES (3)");
      connection.commit();
    }
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void aCommitInFlightIsUnknownAndTheConnectionIsClosed() throws Exception {
    slowCommits();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    CompletableFuture<Void> killed = killWriterOnce("COMMIT");
    Thrown.outcomeUnknown(connection::commit);
    killed.get(10, TimeUnit.SECONDS);

    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    Thrown.outcomeUnknown(connection::rollback);
    assertThatCode(
            () -> {
              connection.rollback();
              connection.setReadOnly(false);
              connection.setAutoCommit(true);
              assertThat((Throwable) connection.getWarnings()).isNull();
              connection.clearWarnings();
            })
        .doesNotThrowAnyException();
    Thrown.by(() -> connection.createStatement())
        .withState("08003")
        .causedBy(SQLNonTransientConnectionException.class);
    assertThatCode(connection::close).doesNotThrowAnyException();
    assertThat(count()).isLessThanOrEqualTo(1);
  }

  @Test
  void setAutoCommitInATransactionIsACommit() throws Exception {
    slowCommits();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    CompletableFuture<Void> killed = killWriterOnce("COMMIT");
    Thrown.outcomeUnknown(() -> connection.setAutoCommit(true));
    killed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void commitInSqlTextIsACommit() throws Exception {
    slowCommits();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    CompletableFuture<Void> killed = killWriterOnce("/* end */ COMMIT");
    Thrown.outcomeUnknown(() -> Sql.update(connection, "/* end */ COMMIT"));
    killed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theCommitOfAReadOnlyTransactionIsNeverUnknown() throws Exception {
    try (Connection alone =
        DriverManager.getConnection(cluster.writer().jdbcUrl().replace("jdbc:", "jdbc:swivel:"))) {
      alone.setReadOnly(true);
      alone.setAutoCommit(false);
      assertThat(Sql.text(alone, "SHOW transaction_read_only")).isEqualTo("on");
      killWriter();
      Thrown.rolledBack(alone::commit);
    }
  }

  @Test
  void anAutoCommitWriteInFlightIsUnknown() throws Exception {
    String slow = "INSERT INTO t SELECT 1 FROM pg_sleep(20)";
    CompletableFuture<Void> killed = killWriterOnce(slow);
    Thrown.outcomeUnknown(() -> Sql.update(connection, slow));
    killed.get(10, TimeUnit.SECONDS);
    assertThat(connection.isClosed()).isTrue();
    assertThat(count()).isZero();
  }

  @Test
  void aStatementOfATransactionInFlightIsRolledBack() throws Exception {
    connection.setAutoCommit(false);
    String slow = "INSERT INTO t SELECT 1 FROM pg_sleep(20)";
    CompletableFuture<Void> killed = killWriterOnce(slow);
    Thrown.rolledBack(() -> Sql.update(connection, slow));
    killed.get(10, TimeUnit.SECONDS);
    connection.rollback();
    assertThat(count()).isZero();
  }

  @Test
  void aRollbackOfALostTransactionReturnsNormally() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    killWriter();
    connection.rollback();
    Sql.update(connection, "INSERT INTO t VALUES (2)");
    connection.commit();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void aBatchInATransactionTellsItsStateAsABatch() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)");
    for (int id = 2; id < 5; id++) {
      insert.setInt(1, id);
      insert.addBatch();
    }
    killWriter();
    SQLException e = Thrown.by(insert::executeBatch).withState("40001").exception();
    assertThat(e.getNextException() == null).isTrue();
    assertThat((Throwable) e)
        .isInstanceOfAny(BatchUpdateException.class, SQLTransactionRollbackException.class);
    connection.rollback();
    assertThat(count()).isZero();
  }

  @Test
  void aReadOnAReaderThatDiesRunsAgainOnAnotherByItself() throws Exception {
    connection.setReadOnly(true);
    int port = Sql.number(connection, "SHOW port");
    PostgresServer reader = byDirectPort(port);
    String slow = "SELECT current_setting('port') FROM pg_sleep(0.7)";
    CompletableFuture<Void> killed =
        CompletableFuture.runAsync(
            () -> {
              ServerActivity.await(cluster, reader, slow);
              cluster.kill(reader);
            });
    assertThat(Sql.number(connection, slow)).isNotEqualTo(port);
    killed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aReadIsNotRepeatedWhereThatIsSwitchedOff() throws Exception {
    try (Connection once =
        DriverManager.getConnection(cluster.url() + "&swivel.repeatReads=false")) {
      once.setReadOnly(true);
      PostgresServer reader = byDirectPort(Sql.number(once, "SHOW port"));
      CompletableFuture<Void> killed =
          CompletableFuture.runAsync(
              () -> {
                ServerActivity.await(cluster, reader, "SELECT pg_sleep(20)");
                cluster.kill(reader);
              });
      Thrown.rolledBack(() -> Sql.text(once, "SELECT pg_sleep(20)"));
      killed.get(10, TimeUnit.SECONDS);
      assertThat(Sql.text(once, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aReadOnlyTransactionOnAReaderThatDiesIsRolledBack() throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    PostgresServer reader = byDirectPort(Sql.number(connection, "SHOW port"));
    cluster.kill(reader);
    Thrown.rolledBack(() -> Sql.text(connection, "SELECT 1"));
    connection.rollback();
    assertThat(Sql.text(connection, "SHOW port")).isNotEqualTo("" + reader.directPort());
    connection.rollback();
  }

  @Test
  void rowsOfACursorThatWereFetchedRemainReadableAndTheNextFetchIsRolledBack() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      try (ResultSet rows = statement.executeQuery("SELECT generate_series(1, 1000)")) {
        assertThat(rows.next()).isTrue();
        killWriter();
        for (int row = 2; row <= 10; row++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(row);
        }
        Thrown.rolledBack(rows::next);
      }
    }
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT 1")).isEqualTo(1);
  }

  @Test
  void generatedKeysOfAnAcknowledgedInsertAreThereThoughTheWriterDiedSince() throws SQLException {
    try (Statement insert = connection.createStatement()) {
      insert.executeUpdate("INSERT INTO t VALUES (7)", Statement.RETURN_GENERATED_KEYS);
      PostgresServer old = cluster.writer();
      killWriter();
      Known.lost(cluster, old);
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt(1)).isEqualTo(7);
      }
    }
  }

  private PostgresServer byDirectPort(int port) {
    return cluster.servers().stream().filter(s -> s.directPort() == port).findFirst().orElseThrow();
  }

  /** A deferred trigger that sleeps: COMMIT takes long enough to be caught in flight. */
  private void slowCommits() {
    cluster.execute(
        cluster.writer(),
        "CREATE OR REPLACE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(20); RETURN NULL; END'");
    cluster.execute(
        cluster.writer(),
        "CREATE CONSTRAINT TRIGGER nap AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
            + " FOR EACH ROW EXECUTE FUNCTION nap()");
  }
}
