package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
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
 * The table of docs/errors.md for calls that no server can be made to hold: what they send goes
 * into a black hole, and nothing comes back within the network timeout.
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
        new Row("setSavepoint()", c -> Connection::setSavepoint),
        new Row("rollback(savepoint)", BlackHoleTest::rollbackTo),
        new Row("releaseSavepoint()", BlackHoleTest::release),
        new Row("ROLLBACK TO as text", BlackHoleTest::rollbackToAsText),
        new Row("getTables()", c -> on -> on.getMetaData().getTables(null, null, "told", null)),
        new Row("setSchema()", c -> on -> on.setSchema("pg_catalog")),
        new Row("createArrayOf()", c -> on -> on.createArrayOf("no.such", new Object[0])),
        new Row("ROLLBACK as text", c -> Work.text("ROLLBACK")));
  }

  private static Stream<Row> endOfWhatHadFailed() {
    return Stream.of(
        new Row("commit()", c -> Connection::commit),
        new Row("COMMIT as text", c -> Work.text("COMMIT")),
        new Row("setAutoCommit(true)", c -> on -> on.setAutoCommit(true)));
  }

  private static Stream<Row> readOnly() {
    return Stream.of(
        new Row("commit()", c -> Connection::commit),
        new Row("setAutoCommit(true)", c -> on -> on.setAutoCommit(true)),
        new Row("COMMIT as text", c -> Work.text("/* end */ COMMIT")),
        new Row("COMMIT AND CHAIN", c -> Work.text("COMMIT AND CHAIN")),
        new Row("COMMIT prepared", c -> Work.prepared("COMMIT")));
  }

  private static Work rollbackTo(Connection connection) throws SQLException {
    Savepoint savepoint = connection.setSavepoint("s");
    return on -> on.rollback(savepoint);
  }

  private static Work release(Connection connection) throws SQLException {
    Savepoint savepoint = connection.setSavepoint("s");
    return on -> on.releaseSavepoint(savepoint);
  }

  private static Work rollbackToAsText(Connection connection) throws SQLException {
    Savepoint unused = connection.setSavepoint("s");
    return Work.text("ROLLBACK WORK TO SAVEPOINT s");
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("readOnly")
  void theEndOfAReadOnlyTransactionIsNeverUnknown(Row row) throws Exception {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    assertThat(Sql.text(connection, "SHOW transaction_read_only")).isEqualTo("on");
    isRolledBack(row);
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
  void rollbackReturnsNormallyAndTheConnectionGoesOn() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    int session = Sql.number(connection, "SELECT pg_backend_pid()");
    cluster.cutOff(cluster.writer());
    assertThatCode(connection::rollback).doesNotThrowAnyException();
    cluster.reconnect(cluster.writer());
    gate.awaitEnd(session);
    goesOn();
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
  void aCommitIsUnknown() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    cluster.cutOff(cluster.writer());
    SQLException told = Thrown.by(connection::commit).exception();
    WayOut.tellsUnknown(told, cluster.writer(), false);
    new WayOut(connection).broken();
  }

  @Test
  void whatIsSetBeforeATransactionAsksNoServerAndFailsForNone() throws SQLException {
    assertThat(Sql.text(connection, "SELECT 1")).isEqualTo("1");
    cluster.cutOff(cluster.writer());
    assertThatCode(
            () -> {
              connection.setReadOnly(true);
              connection.setAutoCommit(false);
              connection.setReadOnly(false);
              connection.commit();
              connection.rollback();
              connection.setAutoCommit(true);
            })
        .doesNotThrowAnyException();
    cluster.reconnect(cluster.writer());
    goesOn();
  }

  @Test
  void setReadOnlyInATransactionIsRefusedWithoutAskingTheServer() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    cluster.cutOff(cluster.writer());
    Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
    assertThatCode(() -> connection.setReadOnly(false)).doesNotThrowAnyException();
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
