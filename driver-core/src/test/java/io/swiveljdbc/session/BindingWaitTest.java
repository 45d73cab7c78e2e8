package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.spi.Engine.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a wait for a server ends, and an attempt to open a connection to one. */
@Timeout(20)
class BindingWaitTest {

  private TwoServers two = new TwoServers();

  private volatile Thread executing;

  private CompletableFuture<SQLException> executing(Connection connection) {
    return CompletableFuture.supplyAsync(
        () -> {
          executing = Thread.currentThread();
          try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT 1");
            return new SQLException("nothing happened");
          } catch (SQLException e) {
            return e;
          }
        });
  }

  @AfterEach
  void close() {
    two.close();
  }

  private void loseWriter() throws InterruptedException {
    two.a.kill();
    two.awaitUnfit(two.a);
  }

  @Test
  void a_statement_waits_for_a_writer_and_goes_on_as_soon_as_there_is_one() throws Exception {
    try (Connection connection = two.open()) {
      loseWriter();
      CompletableFuture<SQLException> waiting = executing(connection);
      two.b.becomeWriter(2);

      assertThat((Throwable) waiting.get(10, TimeUnit.SECONDS)).hasMessage("nothing happened");
      assertThat(two.b.executed()).containsExactly("INSERT 1");
    }
  }

  @Test
  void a_wait_ends_at_the_failover_timeout_with_what_each_server_said() throws Exception {
    two.close();
    two = new TwoServers("failoverTimeout", "200ms");
    try (Connection connection = two.open()) {
      loseWriter();

      assertThat((Throwable) executing(connection).get(10, TimeUnit.SECONDS))
          .hasFieldOrPropertyWithValue("SQLState", "08001")
          .hasMessageContaining("No writer within 200 ms")
          .hasMessageContaining("a:5432 unfit (connection refused (08006))")
          .hasMessageContaining("b:5432 reader");
      two.a.start();
      connection.createStatement().executeUpdate("INSERT 2");
    }
  }

  @Test
  void close_and_abort_by_another_thread_end_a_wait_at_once() throws Exception {
    for (boolean abort : new boolean[] {true, false}) {
      Connection connection = two.open();
      loseWriter();
      executing = null;
      CompletableFuture<SQLException> waiting = executing(connection);
      awaitWaiter();
      if (abort) {
        connection.abort(Runnable::run);
      } else {
        connection.close();
      }
      assertThat((Throwable) waiting.get(5, TimeUnit.SECONDS))
          .as("abort %s", abort)
          .hasFieldOrPropertyWithValue("SQLState", "08003");
      two.a.start();
      two.awaitKnown(topology -> topology.calm());
    }
  }

  @Test
  void close_by_another_thread_leaves_no_connection_behind_that_was_being_opened()
      throws Exception {
    two.close();
    two = new TwoServers("detection", "10s");
    try (Connection first = two.open()) {
      Connection second = two.open();
      two.a.freeze();
      CompletableFuture<SQLException> connecting = executing(second);
      awaitConnects(2);
      second.close();

      assertThat((Throwable) connecting.get(5, TimeUnit.SECONDS))
          .hasFieldOrPropertyWithValue("SQLState", "08003");
      two.a.thaw();
      assertThat(TwoServers.open(two.a)).isEqualTo(1);
      assertThat(first.isClosed()).isFalse();
    }
  }

  @Test
  void an_abort_of_a_running_statement_says_nothing_of_the_server() throws Exception {
    two.close();
    two = new TwoServers("detection", "10s");
    Connection connection = two.open();
    two.a.freeze();
    CompletableFuture<SQLException> running = executing(connection);
    while (two.a.executed().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    connection.abort(Runnable::run);

    assertThat((Throwable) running.get(5, TimeUnit.SECONDS))
        .extracting(error -> ((SQLException) error).getSQLState())
        .asString()
        .startsWith("08");
    two.a.thaw();
    assertThat(two.cluster().topology().server(two.a.address()).orElseThrow().doubtedAt()).isZero();
  }

  @Test
  void an_interrupt_ends_a_wait_with_08001_and_stays_set() throws Exception {
    try (Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      loseWriter();
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> statement.executeUpdate("INSERT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "08001");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private void awaitWaiter() throws InterruptedException {
    while (executing == null || executing.getState() != Thread.State.TIMED_WAITING) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void awaitConnects(int connects) throws InterruptedException {
    while (two.a.connects(Purpose.APPLICATION) < connects) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
