package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.spi.Engine.Purpose;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where transactions run, and what a lost reader means. */
@Timeout(20)
class ReadRoutingTest {

  private TwoServers two = new TwoServers();

  @AfterEach
  void close() {
    two.close();
  }

  private static String serverOf(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT 1")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void each_transaction_of_a_connection_runs_where_its_intent_leads() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      assertThat(serverOf(statement)).isEqualTo("a");
      connection.setReadOnly(true);
      assertThat(serverOf(statement)).isEqualTo("b");
      connection.setAutoCommit(false);
      assertThat(serverOf(statement)).isEqualTo("b");
      connection.commit();
      connection.setReadOnly(false);
      assertThat(serverOf(statement)).isEqualTo("a");
      connection.rollback();
    }
    assertThat(TwoServers.open(two.a) + TwoServers.open(two.b)).isZero();
  }

  @Test
  void both_physical_connections_are_kept_and_checked_once() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        connection.setReadOnly(true);
        serverOf(statement);
        connection.setReadOnly(false);
        serverOf(statement);
      }
    }
    assertThat(two.a.checks()).isEqualTo(1);
    assertThat(two.b.checks()).isEqualTo(1);
  }

  @Test
  void read_only_cannot_change_within_a_transaction_and_can_before() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setReadOnly(false);
      connection.setReadOnly(true);
      serverOf(statement);

      connection.setReadOnly(true);
      assertThatThrownBy(() -> connection.setReadOnly(false))
          .hasFieldOrPropertyWithValue("SQLState", "25001");
      connection.commit();
      connection.setReadOnly(false);
      assertThat(serverOf(statement)).isEqualTo("a");
    }
  }

  @Test
  void a_read_falls_back_to_the_writer_which_then_holds_it_read_only() throws Exception {
    two.b.kill();
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(serverOf(statement)).isEqualTo("a");
      int checks = two.a.checks();
      assertThatThrownBy(() -> statement.executeUpdate("INSERT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "25006");
      assertThat(two.a.checks()).as("the application's own doing is no doubt").isEqualTo(checks);
      connection.rollback();
      connection.setReadOnly(false);
      statement.executeUpdate("INSERT 1");
      connection.commit();
    }
  }

  @Test
  void a_read_that_may_not_fall_back_says_which_servers_were_tried_and_what_each_said()
      throws Exception {
    two.close();
    two = new TwoServers("readFallback", "fail", "failoverTimeout", "300ms");
    two.b.kill();
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "08001")
          .hasMessageContaining("No server for reads within 300 ms")
          .hasMessageContaining("a:5432 writer")
          .hasMessageContaining("b:5432 unfit (connection refused (08006))");
    }
  }

  @Test
  void the_option_readOnly_is_a_floor_that_the_application_does_not_see() throws Exception {
    two.close();
    two = new TwoServers("readOnly", "true");
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(serverOf(statement)).isEqualTo("b");
      connection.setReadOnly(false);
      assertThat(serverOf(statement)).isEqualTo("b");
    }
  }

  @Test
  void a_read_runs_on_the_writer_while_its_reader_has_no_room() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      two.b.refuseLogins(new SQLException("too many connections", "53300"));
      assertThat(serverOf(statement)).isEqualTo("a");
      int logins = two.b.connects(Purpose.APPLICATION);
      assertThat(serverOf(statement)).isEqualTo("a");
      assertThat(two.b.connects(Purpose.APPLICATION)).isEqualTo(logins);

      two.b.refuseLogins(null);
      while (serverOf(statement).equals("a")) {
        TimeUnit.MILLISECONDS.sleep(10); // the reader is left alone for a while
      }
    }
  }

  @Test
  void a_read_in_auto_commit_runs_again_when_its_reader_is_lost() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      serverOf(statement);
      two.b.when("SELECT 2", session -> two.b.kill());

      ResultSet row = statement.executeQuery("SELECT 2");

      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("a");
      assertThat(two.a.executed()).containsExactly("SELECT 2");
    }
  }

  @Test
  void a_read_is_not_repeated_where_that_is_switched_off() throws Exception {
    two.close();
    two = new TwoServers("repeatReads", "false");
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      serverOf(statement);
      TwoServers.endSessionOn(two.b, "SELECT 2");

      assertThatThrownBy(() -> statement.executeQuery("SELECT 2"))
          .hasFieldOrPropertyWithValue("SQLState", "40001");
      assertThat(connection.isClosed()).isFalse();
      // While the reader is suspected, reads fall back to the writer.
      assertThat(serverOf(statement)).isIn("a", "b");
    }
  }

  @Test
  void a_read_that_has_delivered_rows_is_not_repeated() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      ResultSet rows = statement.executeQuery("SELECT 1");
      rows.next();
      TwoServers.endSessionOn(two.b, "next");

      assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "40001");
      assertThat(connection.isClosed()).isFalse();
      assertThat(two.a.executed()).isEmpty();
    }
  }

  @Test
  void a_write_refused_by_a_demoted_writer_is_a_failover() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      two.a.when(
          "INSERT 1",
          session -> {
            two.a.becomeReader();
            two.b.becomeWriter(2);
            throw new SQLException("cannot execute INSERT in a read-only transaction", "25006");
          });

      assertThatThrownBy(() -> statement.executeUpdate("INSERT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "40001");
      connection.rollback();
      statement.executeUpdate("INSERT 1");

      assertThat(two.b.executed()).containsExactly("INSERT 1");
    }
  }

  @Test
  void a_write_refused_by_the_writer_itself_is_the_application_s_own_error() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      SQLException refused = new SQLException("default_transaction_read_only", "25006");
      two.a.when(
          "INSERT 1",
          session -> {
            throw refused;
          });

      assertThatThrownBy(() -> statement.executeUpdate("INSERT 1")).isSameAs(refused);
      assertThat(connection.isClosed()).isFalse();
      assertThat(two.cluster().topology().writer()).isPresent();
      assertThat(TwoServers.open(two.a)).isEqualTo(1);
    }
  }

  @Test
  void settings_are_repeated_on_every_physical_connection() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setSchema("tenant");
      serverOf(statement);
      connection.setReadOnly(true);
      serverOf(statement);
      serverOf(statement);
    }
    assertThat(two.a.executed()).containsExactly("SET search_path", "SELECT 1");
    assertThat(two.b.executed()).containsExactly("SET search_path", "SELECT 1", "SELECT 1");
  }
}
