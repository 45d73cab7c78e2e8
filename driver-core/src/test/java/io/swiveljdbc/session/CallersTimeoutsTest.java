package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application's own timeouts bound a wait for a server too, and cancel ends it. */
@Timeout(20)
class CallersTimeoutsTest {

  private final TwoServers two = new TwoServers("failoverTimeout", "60s");
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void loseTheWriter() throws Exception {
    connection = two.open();
    statement = connection.createStatement();
    statement.executeUpdate("INSERT 1");
    two.a.kill();
    two.awaitUnfit(two.a);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    two.close();
  }

  private CompletableFuture<Throwable> executing(Statement waiting) {
    return CompletableFuture.supplyAsync(
        () -> catchThrowable(() -> waiting.executeUpdate("INSERT 2")));
  }

  private void awaitConnectionIsUsableAgain() throws SQLException {
    two.a.start();
    statement.setQueryTimeout(0);
    statement.executeUpdate("INSERT 3");
    assertThat(two.a.executed()).containsExactly("INSERT 1", "INSERT 3");
  }

  @Test
  void a_query_timeout_ends_the_wait_and_leaves_the_connection_usable() throws Exception {
    statement.setQueryTimeout(1);

    assertThatThrownBy(() -> statement.executeUpdate("INSERT 2"))
        .isInstanceOf(SQLTimeoutException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014")
        .hasMessageContaining("a:5432 unfit");
    awaitConnectionIsUsableAgain();
  }

  @Test
  void a_query_timeout_bounds_an_attempt_to_connect_too() throws Exception {
    two.a.start();
    two.awaitKnown(topology -> topology.calm());
    two.a.freeze();
    statement.setQueryTimeout(1);

    assertThatThrownBy(() -> statement.executeUpdate("INSERT 2"))
        .isInstanceOf(SQLTimeoutException.class);
    awaitConnectionIsUsableAgain();
  }

  @Test
  void the_network_timeout_ends_the_wait_and_closes_the_connection() throws Exception {
    connection.setNetworkTimeout(Runnable::run, 200);

    assertThatThrownBy(() -> statement.executeUpdate("INSERT 2"))
        .hasFieldOrPropertyWithValue("SQLState", "08006")
        .hasMessageContaining("network timeout");
    assertThat(connection.isClosed()).isTrue();
    connection.clearWarnings();
    connection.setReadOnly(false);
  }

  @Test
  void cancel_by_another_thread_ends_the_wait_and_leaves_the_connection_usable() throws Exception {
    CompletableFuture<Throwable> waiting = executing(statement);
    while (!waiting.isDone()) {
      statement.cancel(); // until it has begun to wait: before, there is nothing to cancel
      TimeUnit.MILLISECONDS.sleep(1);
    }

    assertThat(waiting.get(5, TimeUnit.SECONDS))
        .isInstanceOf(SQLException.class)
        .isNotInstanceOf(SQLTimeoutException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014");
    awaitConnectionIsUsableAgain();
  }

  @Test
  void cancel_while_it_connects_says_nothing_of_the_server() throws Exception {
    two.a.start();
    two.awaitKnown(topology -> topology.calm());
    two.a.slowLogins(Duration.ofSeconds(5));
    CompletableFuture<Throwable> waiting = executing(statement);
    while (!waiting.isDone()) {
      statement.cancel();
      TimeUnit.MILLISECONDS.sleep(1);
    }

    assertThat(waiting.get(5, TimeUnit.SECONDS)).hasFieldOrPropertyWithValue("SQLState", "57014");
    assertThat(two.cluster().topology().calm()).isTrue();
    assertThat(two.cluster().topology().server(two.a.address()).orElseThrow().fit()).isTrue();
  }

  @Test
  void cancel_of_another_statement_ends_no_wait() throws Exception {
    CompletableFuture<Throwable> waiting = executing(statement);
    try (Statement other = connection.createStatement()) {
      for (int i = 0; i < 100; i++) {
        other.cancel();
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    assertThat(waiting).isNotDone();
    two.b.becomeWriter(2);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isNull();
    assertThat(two.b.executed()).containsExactly("INSERT 2");
  }
}
