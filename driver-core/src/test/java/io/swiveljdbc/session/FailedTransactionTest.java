package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction whose server was lost with nothing in flight that could commit: design 7. */
class FailedTransactionTest {

  private final TwoServers two = new TwoServers();
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = two.open();
    statement = connection.createStatement();
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT 1");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    two.close();
  }

  private SQLException fail() {
    two.dieOn("INSERT 2");
    return catchThrowableOfType(SQLException.class, () -> statement.executeUpdate("INSERT 2"));
  }

  private static void assertRolledBack(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLTransactionRollbackException.class)
        .hasFieldOrPropertyWithValue("SQLState", "40001");
  }

  @Test
  void tells_40001_with_the_driver_s_error_as_cause_and_never_as_next_exception() {
    SQLException told = fail();

    assertThat((Throwable) told).isInstanceOf(SQLTransactionRollbackException.class);
    assertThat(told.getSQLState()).isEqualTo("40001");
    assertThat(told.getCause()).hasFieldOrPropertyWithValue("SQLState", "08006");
    assertThat((Object) told.getNextException()).isNull();
    assertThat((Throwable) told)
        .hasMessageContaining("writer a:5432")
        .hasMessageContaining("can be tried again");
  }

  @Test
  void refuses_every_statement_and_the_commit_until_it_is_ended_and_sends_nothing()
      throws Exception {
    PreparedStatement prepared = connection.prepareStatement("INSERT 3");
    fail();

    assertRolledBack(() -> statement.executeUpdate("INSERT 3"));
    assertRolledBack(() -> statement.executeQuery("SELECT 3"));
    assertRolledBack(prepared::executeUpdate);
    assertRolledBack(() -> connection.createStatement().execute("INSERT 3"));
    assertRolledBack(connection::commit);
    assertRolledBack(connection::commit);
    assertRolledBack(() -> connection.setSavepoint("s"));
    assertThat(two.b.executed()).isEmpty();
    assertThat(connection.isClosed()).isFalse();
  }

  @Test
  void goes_on_after_rollback_on_the_new_writer_with_the_same_statement() throws Exception {
    fail();

    connection.rollback();
    statement.executeUpdate("INSERT 3");
    connection.commit();

    assertThat(two.b.executed()).containsExactly("INSERT 3", "COMMIT");
    assertThat(two.a.executed()).containsExactly("INSERT 1", "INSERT 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ROLLBACK", "rollback work;", "/* x */ ABORT"})
  void is_ended_by_rollback_text_without_an_error(String text) throws Exception {
    fail();

    assertThat(statement.execute(text)).isFalse();
    statement.executeUpdate("INSERT 3");

    assertThat(two.b.executed()).containsExactly("INSERT 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "END", "PREPARE TRANSACTION 'x'"})
  void is_ended_by_commit_text_which_throws_once(String text) throws Exception {
    fail();

    assertRolledBack(() -> statement.execute(text));
    statement.executeUpdate("INSERT 3");

    assertThat(two.b.executed()).containsExactly("INSERT 3");
  }

  @Test
  void is_not_ended_by_rollback_to_a_savepoint() {
    fail();

    assertRolledBack(() -> statement.execute("ROLLBACK TO SAVEPOINT s"));
    assertRolledBack(() -> statement.execute("SELECT 1"));
  }

  @Test
  void is_ended_silently_by_setAutoCommit_once_the_loss_was_told() throws Exception {
    fail();

    connection.setAutoCommit(true);
    statement.executeUpdate("INSERT 3");

    assertThat(two.b.executed()).containsExactly("INSERT 3");
  }

  @Test
  void is_told_by_setAutoCommit_which_is_the_commit_when_nobody_was_told_before() throws Exception {
    two.failOver();
    Session session = ((RoutedConnection) connection).session();
    while (!session.allHeld().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(1); // until it is aborted: before, a COMMIT would be sent
    }

    assertRolledBack(() -> connection.setAutoCommit(true));
    connection.rollback();
    assertThat(two.b.executed()).isEmpty();
  }

  @Test
  void lets_a_pool_reset_everything_on_the_way_out() throws Exception {
    fail();

    assertThatCode(
            () -> {
              connection.setReadOnly(true);
              connection.setReadOnly(false);
              connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
              connection.setNetworkTimeout(Runnable::run, 0);
              connection.setCatalog("shop");
              connection.setSchema("public");
              connection.getWarnings();
              connection.clearWarnings();
              statement.close();
              connection.rollback();
              connection.setAutoCommit(true);
              connection.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void is_valid_since_the_connection_can_be_used_again() throws Exception {
    fail();

    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void a_rollback_in_flight_returns_normally() throws Exception {
    two.dieOn("ROLLBACK");

    connection.rollback();
    statement.executeUpdate("INSERT 3");

    assertThat(two.b.executed()).containsExactly("INSERT 3");
  }

  @Test
  void a_rollback_to_a_savepoint_in_flight_is_40001() throws Exception {
    var savepoint = connection.setSavepoint();
    two.dieOn("ROLLBACK TO s");

    assertRolledBack(() -> connection.rollback(savepoint));
  }

  @Test
  void nothing_executed_yet_means_nothing_is_told() throws Exception {
    connection.commit();
    two.failOver();
    two.awaitUnfit(two.a);

    statement.executeUpdate("INSERT 2");
    connection.commit();

    assertThat(two.b.executed()).containsExactly("INSERT 2", "COMMIT");
  }

  @Test
  void a_lost_commit_of_a_read_only_transaction_is_certainly_harmless() throws Exception {
    connection.commit();
    connection.setReadOnly(true);
    statement.executeQuery("SELECT 1");
    assertThat(two.b.executed()).containsExactly("SELECT 1");
    TwoServers.endSessionOn(two.b, "COMMIT");

    assertRolledBack(connection::commit);
  }

  @Test
  void a_server_s_own_error_is_passed_on_and_fails_nothing_here() throws Exception {
    SQLException serialization = new SQLException("could not serialize", "40001");
    two.a.when(
        "INSERT 2",
        session -> {
          throw serialization;
        });

    assertThatThrownBy(() -> statement.executeUpdate("INSERT 2")).isSameAs(serialization);
    connection.rollback();

    assertThat(two.a.executed()).endsWith("INSERT 2", "ROLLBACK");
  }
}
