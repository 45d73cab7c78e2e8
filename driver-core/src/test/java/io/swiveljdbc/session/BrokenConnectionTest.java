package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that was lost with something in flight that may have committed: design 7. */
class BrokenConnectionTest {

  private final TwoServers two = new TwoServers();
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = two.open();
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    two.close();
  }

  private SQLException breakIt() throws SQLException {
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT 1");
    two.dieOn("COMMIT");
    return catchThrowableOfType(SQLException.class, connection::commit);
  }

  private static SQLException assertUnknown(ThrowingCallable call) {
    SQLException told = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) told).isInstanceOf(SQLNonTransientConnectionException.class);
    assertThat(told.getSQLState()).isEqualTo("08007");
    assertThat((Object) told.getNextException()).isNull();
    assertThat(told.getCause()).hasFieldOrPropertyWithValue("SQLState", "08006");
    return told;
  }

  @Test
  void a_commit_in_flight_is_of_unknown_outcome() throws Exception {
    assertThat((Throwable) breakIt()).isInstanceOf(SQLNonTransientConnectionException.class);
    assertThat(connection.isClosed()).isTrue();
    assertThat(statement.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
  }

  @Test
  void a_write_in_auto_commit_is_of_unknown_outcome() {
    two.dieOn("INSERT 1");

    assertUnknown(() -> statement.executeUpdate("INSERT 1"));
  }

  @Test
  void a_query_on_the_writer_in_auto_commit_counts_as_a_write() {
    two.dieOn("SELECT f()");

    assertUnknown(() -> statement.executeQuery("SELECT f()"));
    assertThat(two.b.executed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "END",
        "COMMIT AND CHAIN",
        "PREPARE TRANSACTION 'x'",
        "INSERT 1; COMMIT",
        "SELECT 'unclosed"
      })
  void text_that_may_commit_is_of_unknown_outcome_in_a_transaction(String text) throws Exception {
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT 1");
    two.dieOn(text);

    assertUnknown(() -> statement.execute(text));
  }

  @Test
  void setAutoCommit_in_a_transaction_is_a_commit_in_disguise() throws Exception {
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT 1");
    two.dieOn("COMMIT");

    assertUnknown(() -> connection.setAutoCommit(true));
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void the_server_s_parting_word_counts_as_lost() throws Exception {
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT 1");
    two.a.when(
        "COMMIT",
        session -> {
          two.failOver();
          throw new SQLException("terminating connection due to administrator command", "57P01");
        });

    assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08007");
  }

  @Test
  void the_first_rollback_repeats_it_and_the_rest_of_the_way_out_does_nothing() throws Exception {
    SQLException told = breakIt();

    // A copy: an application that adds the second to the first as suppressed may add no object to
    // itself.
    assertThatThrownBy(connection::rollback)
        .isNotSameAs(told)
        .hasMessage(told.getMessage())
        .hasFieldOrPropertyWithValue("SQLState", "08007")
        .hasCause(told.getCause());
    assertThatCode(
            () -> {
              connection.rollback();
              connection.setReadOnly(false);
              connection.setAutoCommit(true);
              connection.setNetworkTimeout(Runnable::run, 15_000);
              connection.clearWarnings();
              assertThat((Object) connection.getWarnings()).isNull();
              statement.close();
              connection.close();
              connection.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void everything_else_is_08003_with_the_unknown_outcome_as_cause() throws Exception {
    PreparedStatement prepared = connection.prepareStatement("INSERT 2");
    SQLException told = breakIt();

    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> statement.executeUpdate("INSERT 2"),
          prepared::executeUpdate,
          () -> prepared.setInt(1, 1),
          connection::commit,
          connection::createStatement,
          () -> connection.prepareStatement("SELECT 1"),
          () -> connection.setReadOnly(true),
          () -> connection.setAutoCommit(false),
          connection::getAutoCommit,
          connection::isReadOnly,
          connection::getMetaData,
          connection::getSchema,
          () -> connection.setSchema("x"),
          connection::setSavepoint
        }) {
      assertThatThrownBy(call)
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasFieldOrPropertyWithValue("SQLState", "08003")
          .hasCause(told);
    }
    assertThat(two.b.executed()).isEmpty();
  }

  @Test
  void after_the_application_s_close_jdbc_s_own_rules_hold() throws Exception {
    breakIt();
    connection.close();

    assertThatThrownBy(connection::rollback).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThatThrownBy(() -> connection.setReadOnly(false))
        .hasFieldOrPropertyWithValue("SQLState", "08003")
        .hasMessageStartingWith("This connection has been closed.");
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void a_batch_stays_a_batch_with_the_counts_that_are_known() throws Exception {
    statement.addBatch("INSERT 1");
    statement.addBatch("INSERT 2");
    two.dieOn("INSERT 2");

    BatchUpdateException told =
        catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);

    assertThat(told.getSQLState()).isEqualTo("08007");
    assertThat(told.getUpdateCounts()).containsExactly(1, Statement.EXECUTE_FAILED);
    assertThat((Object) told.getNextException()).isNull();
    assertThat(told.getCause()).isInstanceOf(BatchUpdateException.class);
  }

  @Test
  void a_prepared_batch_in_a_transaction_is_certainly_rolled_back() throws Exception {
    connection.setAutoCommit(false);
    PreparedStatement prepared = connection.prepareStatement("INSERT ?");
    prepared.setInt(1, 1);
    prepared.addBatch();
    prepared.addBatch();
    two.dieOn("INSERT ?");

    BatchUpdateException told =
        catchThrowableOfType(BatchUpdateException.class, prepared::executeLargeBatch);

    assertThat(told.getSQLState()).isEqualTo("40001");
    assertThat((Object) told.getNextException()).isNull();
    assertThat(connection.isClosed()).isFalse();
  }
}
