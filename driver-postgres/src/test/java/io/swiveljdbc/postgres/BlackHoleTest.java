package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import io.swiveljdbc.trial.WayOut;
import io.swiveljdbc.trial.Work;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What PostgreSQL alone adds to driver-behaviour's UnansweredBehaviourTest: calls that go into a
 * black hole, and nothing comes back within the network timeout. Connector/J sends nothing to
 * release a savepoint, and on MySQL no error ends a transaction.
 */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlackHoleTest {

  private static final String INSERT = "INSERT INTO told VALUES (1, 'new')";

  private final PostgresCluster cluster;
  private Gate gate;
  private Connection connection;

  BlackHoleTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    gate = Gate.shut(cluster);
    gate.open();
    connection = DriverManager.getConnection(cluster.url());
    connection.setNetworkTimeout(Runnable::run, 300);
  }

  @AfterEach
  void close() throws SQLException {
    cluster.reconnect(cluster.writer());
    connection.close();
  }

  /** Does what comes before, and gives the call that meets the hole. */
  interface Before {
    Work on(Connection connection) throws SQLException;
  }

  record Row(String name, Before before) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Row> thatCommitNothing() {
    return Stream.of(
        new Row("releaseSavepoint()", BlackHoleTest::release),
        new Row("setSchema()", c -> on -> on.setSchema("pg_catalog")),
        new Row("createArrayOf()", c -> on -> on.createArrayOf("no.such", new Object[0])));
  }

  private static Stream<Row> endOfWhatHadFailed() {
    return Stream.of(
        new Row("commit()", c -> Connection::commit),
        new Row("COMMIT as text", c -> Work.text("COMMIT")),
        new Row("setAutoCommit(true)", c -> on -> on.setAutoCommit(true)));
  }

  private static Work release(Connection connection) throws SQLException {
    Savepoint savepoint = connection.setSavepoint("s");
    return on -> on.releaseSavepoint(savepoint);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("thatCommitNothing")
  void whatCommitsNothingIsToldToBeRolledBack(Row row) throws Exception {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    isRolledBack(row);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endOfWhatHadFailed")
  void theCommitOfATransactionThatHadFailedAlreadyIsNeverUnknown(Row row) throws Exception {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    int session = Sql.number(connection, "SELECT pg_backend_pid()");
    Thrown.by(() -> Sql.text(connection, "SELECT 1/0")).withState("22012");
    isRolledBack(row, session);
  }

  private void isRolledBack(Row row) throws SQLException {
    isRolledBack(row, Sql.number(connection, "SELECT pg_backend_pid()"));
  }

  private void isRolledBack(Row row, int session) throws SQLException {
    Work call = row.before().on(connection);
    cluster.cutOff(cluster.writer());
    SQLException told = Thrown.by(() -> call.on(connection)).exception();
    WayOut.tellsRollback(told, cluster.writer(), false);
    cluster.reconnect(cluster.writer());
    gate.awaitEnd(session);
    new WayOut(connection).failed();
    connection.rollback();
    goesOn();
  }

  private void goesOn() throws SQLException {
    assertThat(gate.stored()).isZero();
    connection.setAutoCommit(true);
    connection.setReadOnly(false);
    Sql.update(connection, "INSERT INTO told VALUES (9, 'new')");
    assertThat(gate.stored()).isEqualTo(1);
  }

  @Test
  void aLoneServerThatIsCutOffIsNoticedWithoutAnyTimeoutOfTheApplications() throws Exception {
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    cluster.cutOff(cluster.writer());
    CompletableFuture<Void> query =
        CompletableFuture.runAsync(() -> Thrown.rolledBack(() -> Sql.text(connection, "SELECT 1")));
    try {
      query.get(8, TimeUnit.SECONDS);
    } finally {
      cluster.reconnect(cluster.writer());
    }
  }

  @Test
  void theReadOfALargeObjectIsToldToBeRolledBack() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT lo_from_bytea(0, 'large'::bytea)")) {
      row.next();
      Blob blob = row.getBlob(1);
      assertThat(blob.getBytes(1, 5)).isEqualTo(new byte[] {'l', 'a', 'r', 'g', 'e'});
      cluster.cutOff(cluster.writer());
      SQLException told = Thrown.by(() -> blob.getBytes(1, 5)).exception();
      WayOut.tellsRollback(told, cluster.writer(), false);
    }
    cluster.reconnect(cluster.writer());
    new WayOut(connection).failed();
  }

  @Test
  void theLossOfALargeObjectIsNotPassedOverByCommit() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT lo_from_bytea(0, 'large'::bytea)")) {
      row.next();
      Blob blob = row.getBlob(1);
      cluster.cutOff(cluster.writer());
      Thrown.by(() -> blob.getBytes(1, 5));
      cluster.reconnect(cluster.writer());
      Thrown.rolledBack(connection::commit);
      Thrown.rolledBack(() -> Sql.text(connection, "SELECT 1"));
    }
    connection.rollback();
    goesOn();
  }
}
