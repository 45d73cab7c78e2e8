package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import io.swiveljdbc.trial.WayOut;
import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of docs/errors.md for calls that are sent into a hole: nothing comes back, and the
 * application's network timeout ends them. No server is lost, so that this runs on every kind.
 */
class UnansweredBehaviourTest extends OnEveryCluster {

  /** Nothing will come, however long one waits. */
  private static final int TIMEOUT_MILLIS = 20;

  private static final String INSERT = "INSERT INTO t VALUES (1)";

  private Connection connection;

  @BeforeEach
  void connected() throws SQLException {
    connection = connect();
    onWriter(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void cutOff(LocalServer server) throws SQLException {
    cluster.cutOff(server);
    connection.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
  }

  private void reconnect() throws SQLException {
    cluster.servers().forEach(cluster::reconnect);
    connection.setNetworkTimeout(Runnable::run, 0);
  }

  private SQLException told(LocalServer server, Work call) throws SQLException {
    cutOff(server);
    return Thrown.by(() -> call.on(connection)).exception();
  }

  private boolean asBatch(Unanswered row) {
    return row.asBatch() && kind.dialect().batchesAskNothingFirst();
  }

  private void isRolledBack() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.setReadOnly(false);
    goesOn();
  }

  private void goesOn() throws SQLException {
    Sql.update(connection, "INSERT INTO t VALUES (9)");
    assertThat(rows()).isEqualTo(1);
  }

  /** A transaction on the writer of which a statement is told to be rolled back. */
  private void failed(Work call) throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    assertThat(told(cluster.writer(), call).getSQLState()).isEqualTo("40001");
    reconnect();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.swiveljdbc.behaviour.Unanswered#thatCommitNothing")
  void whatCommitsNothingIsToldToBeRolledBackAndIs(Unanswered row) throws SQLException {
    Work call = row.before().on(connection);
    SQLException told = told(cluster.writer(), call);
    WayOut.tellsRollback(told, cluster.writer(), asBatch(row));
    reconnect();
    new WayOut(connection).failed();
    isRolledBack();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.swiveljdbc.behaviour.Unanswered#thatCommit")
  void whatCommitsIsToldToBeUnknown(Unanswered row) throws SQLException {
    Work call = row.before().on(connection);
    SQLException told = told(cluster.writer(), call);
    WayOut.tellsUnknown(told, cluster.writer(), asBatch(row));
    new WayOut(connection).broken();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.swiveljdbc.behaviour.Unanswered#thatEndAReadOnlyTransaction")
  void theEndOfAReadOnlyTransactionIsNeverUnknown(Unanswered row) throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    LocalServer reader = server(connection);
    Sql.number(connection, "SELECT count(*) FROM t"); // MySQL begins one with the first table
    Work call = row.before().on(connection);
    SQLException told = told(reader, call);
    WayOut.tellsRollback(told, reader, false);
    reconnect();
    new WayOut(connection).failed();
    isRolledBack();
  }

  @Test
  void aStatementOfAReadOnlyTransactionIsRolledBackAndTheNextOneRuns() throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    LocalServer reader = server(connection);
    Sql.number(connection, "SELECT count(*) FROM t"); // MySQL begins one with the first table
    WayOut.tellsRollback(told(reader, Work.text("SELECT count(*) FROM t")), reader, false);
    reconnect();
    connection.rollback();
    assertThat(onWriter(connection)).isFalse();
    connection.rollback();
  }

  @Test
  void aReadInAutoCommitRunsAgainElsewhereByItself() throws SQLException {
    try (Connection reads = connect("swivel.detection=400ms")) {
      reads.setReadOnly(true);
      LocalServer reader = server(reads);
      cluster.cutOff(reader);
      assertThat(server(reads)).isNotEqualTo(reader);
    }
  }

  @Test
  void aReadInAutoCommitIsNotRepeatedWhereThatIsSwitchedOff() throws SQLException {
    try (Connection reads = connect("swivel.detection=400ms", "swivel.repeatReads=false")) {
      reads.setReadOnly(true);
      LocalServer reader = server(reads);
      cluster.cutOff(reader);
      Thrown.rolledBack(() -> server(reads));
      assertThat(server(reads)).isNotEqualTo(reader);
    }
  }

  @Test
  void rollbackReturnsNormallyAndTheConnectionGoesOn() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    cutOff(cluster.writer());
    assertThatCode(connection::rollback).doesNotThrowAnyException();
    reconnect();
    isRolledBack();
  }

  @Test
  void metadataInAutoCommitIsNeverUnknown() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    Sql.update(connection, INSERT);
    cutOff(cluster.writer());
    Thrown.rolledBack(() -> metadata.getTables(null, null, "t", null));
    reconnect();
    assertThat(connection.isClosed()).isFalse();
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isEqualTo(1);
  }

  @Test
  void aFailedTransactionIsEndedByRollbackAsText() throws SQLException {
    failed(Work.text("SELECT 1"));
    Work.text("/* over */ ROLLBACK").on(connection);
    Sql.update(connection, "INSERT INTO t VALUES (2)");
    connection.commit();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void commitAsTextInAFailedTransactionThrowsOnceAndEndsIt() throws SQLException {
    failed(Work.text("SELECT 1"));
    Thrown.rolledBack(() -> Sql.update(connection, "commit work"));
    Sql.update(connection, "INSERT INTO t VALUES (2)");
    connection.commit();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void whatFollowsALostBatchIsNoErrorOfABatch() throws SQLException {
    failed(Work.batch("INSERT INTO t VALUES (2)"));
    Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (3)"));
    Thrown.rolledBack(connection::commit);
  }

  @Test
  void setAutoCommitEndsSilentlyWhatWasToldToBeRolledBack() throws SQLException {
    failed(Work.text("SELECT 1"));
    assertThatCode(() -> connection.setAutoCommit(true)).doesNotThrowAnyException();
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
  }

  @Test
  void closeEndsSilentlyWhatWasToldToBeRolledBack() throws SQLException {
    failed(Work.text("SELECT 1"));
    assertThatCode(connection::close).doesNotThrowAnyException();
    assertThat(rows()).isZero();
  }

  @Test
  void whatIsSetBeforeATransactionAsksNoServerAndFailsForNone() throws SQLException {
    cutOff(cluster.writer());
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
    reconnect();
    goesOn();
  }

  @Test
  void setReadOnlyInATransactionIsRefusedWithoutAskingTheServer() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    cutOff(cluster.writer());
    Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
    assertThatCode(() -> connection.setReadOnly(false)).doesNotThrowAnyException();
    reconnect();
    connection.commit();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void whatKeptAConnectionWhereItWasIsNamedWhenItsTransactionIsLost() throws SQLException {
    Sql.update(connection, "CREATE TEMPORARY TABLE kept (id int)");
    connection.setAutoCommit(false);
    Sql.update(connection, INSERT);
    SQLException told = told(cluster.writer(), Work.text("SELECT count(*) FROM kept"));
    WayOut.tellsRollback(told, cluster.writer(), false);
    assertThat(told.getMessage()).contains("temporary table kept", "certainly rolled back");
    reconnect();
    isRolledBack();
  }
}
