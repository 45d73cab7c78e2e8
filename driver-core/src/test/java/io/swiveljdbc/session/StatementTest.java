package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testing.Journal;
import io.swiveljdbc.testing.Journal.Call;
import java.io.ByteArrayInputStream;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements outlive a move; their batches and results belong to them. */
class StatementTest {

  @Test
  void text_in_the_batch_of_a_prepared_statement_is_refused_and_not_passed_over() throws Exception {
    try (TwoServers two = new TwoServers();
        Connection connection = two.open();
        PreparedStatement statement = connection.prepareStatement("INSERT ?")) {
      assertThatThrownBy(() -> statement.addBatch("INSERT 2")).isInstanceOf(SQLException.class);
    }
  }

  private final TwoServers two = new TwoServers();
  private Connection connection;
  private Journal journal;

  @BeforeEach
  void open() throws SQLException {
    connection = two.open();
    journal = Journal.begin();
  }

  @AfterEach
  void close() throws SQLException {
    Journal.end();
    connection.close();
    two.close();
  }

  private List<String> calls(Class<?> on) {
    return journal.calls().stream().filter(c -> c.on() == on).map(Call::toString).toList();
  }

  @Test
  void a_prepared_statement_is_made_anew_where_its_next_transaction_runs() throws Exception {
    PreparedStatement statement = connection.prepareStatement("SELECT ?");
    statement.setFetchSize(10);
    statement.setInt(1, 42);
    statement.setString(2, "x");
    statement.executeQuery();
    statement.executeQuery();
    connection.setReadOnly(true);
    statement.setInt(1, 43);
    journal.clear();

    ResultSet result = statement.executeQuery();

    assertThat(result.getStatement()).isSameAs(statement);
    assertThat(calls(PreparedStatement.class))
        .containsExactly(
            "close[]", "setFetchSize[10]", "setInt[1, 43]", "setString[2, x]", "executeQuery[]");
  }

  @Test
  void a_batch_is_kept_until_it_is_executed_and_is_gone_then() throws Exception {
    Statement statement = connection.createStatement();
    statement.addBatch("INSERT 1");
    statement.addBatch("INSERT 2");
    assertThat(calls(Statement.class)).isEmpty();

    assertThat(statement.executeBatch()).containsExactly(1, 1);
    assertThat(statement.executeBatch()).isEmpty();

    assertThat(two.a.executed()).containsExactly("INSERT 1", "INSERT 2");
  }

  @Test
  void each_row_of_a_prepared_batch_has_its_own_parameters() throws Exception {
    PreparedStatement statement = connection.prepareStatement("INSERT ?");
    statement.setInt(1, 1);
    statement.addBatch();
    statement.setInt(1, 2);
    statement.addBatch();
    statement.setInt(1, 3);
    statement.executeBatch();
    statement.executeUpdate();

    assertThat(calls(PreparedStatement.class))
        .filteredOn(call -> !call.startsWith("clear"))
        .containsSubsequence(
            "setInt[1, 1]", "addBatch[]", "setInt[1, 2]", "addBatch[]", "executeBatch[]")
        .endsWith("executeUpdate[]");
    assertThat(lastBefore("executeUpdate[]", "setInt")).isEqualTo("setInt[1, 3]");
  }

  private String lastBefore(String end, String method) {
    List<String> calls = calls(PreparedStatement.class);
    return calls.subList(0, calls.lastIndexOf(end)).stream()
        .filter(call -> call.startsWith(method))
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  @Test
  void a_second_batch_may_have_streams() throws Exception {
    PreparedStatement statement = connection.prepareStatement("INSERT ?");
    for (int i = 0; i < 2; i++) {
      statement.setBinaryStream(1, new ByteArrayInputStream(new byte[1]));
      statement.addBatch();
      assertThat(statement.executeBatch()).containsExactly(1);
    }
  }

  @Test
  void each_row_of_a_batch_of_calls_has_its_own_named_parameters() throws Exception {
    CallableStatement statement = connection.prepareCall("CALL p(?)");
    statement.setInt("limit", 1);
    statement.addBatch();
    statement.setInt("limit", 2);
    statement.addBatch();
    statement.executeBatch();

    assertThat(calls(CallableStatement.class))
        .containsSubsequence("setInt[limit, 1]", "addBatch[]", "setInt[limit, 2]", "addBatch[]");
  }

  private void moveWriter() throws InterruptedException {
    two.a.becomeReader();
    two.awaitKnown(topology -> topology.writer().isEmpty());
    two.b.becomeWriter(2);
    two.awaitKnown(topology -> topology.writer().isPresent());
  }

  @Test
  void the_last_result_that_is_closed_lets_the_old_connection_go() throws Exception {
    ResultSet one = connection.createStatement().executeQuery("SELECT 1");
    Statement statement = connection.createStatement();
    ResultSet other = statement.executeQuery("SELECT 2");
    one.close();
    one.close();
    moveWriter();
    connection.createStatement().executeUpdate("INSERT 1");

    assertThat(other.next()).isTrue();
    assertThat(TwoServers.open(two.a)).isEqualTo(1);
    statement.close();
    assertThat(TwoServers.open(two.a)).isZero();
  }

  @Test
  void a_statement_is_closed_with_its_connection() throws Exception {
    Statement statement = connection.createStatement();
    connection.close();

    assertThat(statement.isClosed()).isTrue();
  }
}
