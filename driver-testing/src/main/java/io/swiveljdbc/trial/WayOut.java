package io.swiveljdbc.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swiveljdbc.testkit.LocalServer;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is told of a loss, and what a connection does after it until the application is out. */
public final class WayOut {

  private final Connection connection;

  public WayOut(Connection connection) {
    this.connection = connection;
  }

  /** The transaction is certainly rolled back, and the error says where. */
  public static void tellsRollback(SQLException told, LocalServer server, boolean batch) {
    tells(told, "40001", server);
    assertThat((Throwable) told)
        .isInstanceOf(batch ? BatchUpdateException.class : SQLTransactionRollbackException.class);
  }

  /** The outcome is unknown, and the error says where. */
  public static void tellsUnknown(SQLException told, LocalServer server, boolean batch) {
    tells(told, "08007", server);
    assertThat((Throwable) told)
        .isInstanceOf(
            batch ? BatchUpdateException.class : SQLNonTransientConnectionException.class);
  }

  private static void tells(SQLException told, String state, LocalServer server) {
    assertThat(told.getSQLState()).as("%s", told).isEqualTo(state);
    assertThat(told.getNextException() == null).as("a next exception").isTrue();
    assertThat(told.getCause()).isInstanceOf(SQLException.class);
    assertThat(told.getMessage()).contains(server.host() + ":" + server.port());
    if (told instanceof BatchUpdateException batch) {
      assertThat(batch.getUpdateCounts()).isNotNull();
    }
  }

  /** Failed: nothing runs, and nothing on the way out throws a second error. */
  public void failed() throws SQLException {
    assertThat(connection.isClosed()).isFalse();
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT 1")) {
      toldAgain(() -> statement.execute("SELECT 1"));
      toldAgain(() -> statement.executeUpdate("SAVEPOINT s"));
      toldAgain(() -> statement.execute("BEGIN"));
      toldAgain(prepared::executeQuery);
      statement.addBatch("SELECT 1");
      toldAgain(statement::executeBatch);
    }
    toldAgain(connection::setSavepoint);
    toldAgain(() -> connection.getMetaData().getTables(null, null, "told", null));
    if (!connection.getAutoCommit()) {
      toldAgain(connection::commit);
    }
    quiet(
        () -> {
          connection.isValid(1);
          connection.getWarnings();
          connection.clearWarnings();
          connection.setReadOnly(false);
        });
  }

  /** Broken: closed, the outcome is told once more, then all is quiet. */
  public void broken() throws SQLException {
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    quiet(
        () -> {
          assertThat((Throwable) connection.getWarnings()).isNull();
          connection.clearWarnings();
          connection.setReadOnly(false);
          connection.setAutoCommit(true);
        });
    Thrown.outcomeUnknown(connection::rollback);
    quiet(connection::rollback);
    closedForGood(connection::createStatement);
    closedForGood(() -> connection.prepareStatement("SELECT 1"));
    closedForGood(connection::commit);
    closedForGood(connection::getMetaData);
    closedForGood(() -> connection.setAutoCommit(false));
    quiet(connection::close);
    quiet(connection::close);
    Thrown.by(connection::rollback).withState("08003");
  }

  private static void toldAgain(ThrowingCallable call) {
    SQLException told = Thrown.by(call).withState("40001").exception();
    assertThat(told.getNextException() == null).as("a next exception").isTrue();
  }

  private static void closedForGood(ThrowingCallable call) {
    SQLException told = Thrown.by(call).withState("08003").exception();
    assertThat(told.getCause()).hasFieldOrPropertyWithValue("SQLState", "08007");
  }

  private static void quiet(ThrowingCallable call) {
    assertThatCode(call).doesNotThrowAnyException();
  }
}
