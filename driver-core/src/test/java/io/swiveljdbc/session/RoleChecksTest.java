package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.spi.Engine.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that refuses writes is asked whether it is still the writer. */
@Timeout(20)
class RoleChecksTest {

  private static final int CALLERS = 16;

  /** A check may take longer than a test. */
  private final TwoServers two = new TwoServers("connectTimeout", "25s");

  private final List<Connection> opened = new ArrayList<>();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  @AfterEach
  void close() throws SQLException {
    callers.shutdownNow();
    for (Connection connection : opened) {
      connection.close();
    }
    two.close();
  }

  private Statement refused(String insert, Runnable meanwhile) throws SQLException {
    return refused(insert, "25006", meanwhile);
  }

  /** A statement of a connection of its own, which the writer will refuse. */
  private Statement refused(String insert, String state, Runnable meanwhile) throws SQLException {
    Connection connection = two.open();
    opened.add(connection);
    Statement statement = connection.createStatement();
    statement.execute("SELECT 1");
    two.a.when(
        insert,
        session -> {
          meanwhile.run();
          throw new SQLException("cannot execute INSERT in a read-only transaction", state);
        });
    return statement;
  }

  @Test
  void oneAsksForAllThatWereRefused() throws Exception {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      statements.add(refused("INSERT " + i, () -> {}));
    }
    int before = two.a.connects(Purpose.APPLICATION);
    two.a.slowLogins(Duration.ofMillis(500));
    CyclicBarrier together = new CyclicBarrier(CALLERS);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      calls.add(
          callers.submit(
              () -> {
                together.await(10, TimeUnit.SECONDS);
                return statements.get(number).execute("INSERT " + number);
              }));
    }
    for (Future<?> call : calls) {
      assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
          .cause()
          .hasFieldOrPropertyWithValue("SQLState", "25006");
    }
    // Those who were refused while the first check was under way ask once more.
    assertThat(two.a.connects(Purpose.APPLICATION) - before).isBetween(1, 4);
  }

  /** As MySQL, which refuses writes some moments before its super_read_only shows. */
  @Test
  void aServerThatRefusesAllWritesAndStillCallsItselfTheWriterHasRolledBack() throws Exception {
    Statement statement = refused("INSERT 1", "25S06", () -> {});
    int before = two.a.connects(Purpose.APPLICATION);

    assertThatThrownBy(() -> statement.execute("INSERT 1"))
        .hasFieldOrPropertyWithValue("SQLState", "40001");

    assertThat(two.a.connects(Purpose.APPLICATION) - before).as("it was asked").isPositive();
    assertThat(statement.execute("INSERT 2")).as("is still the writer").isFalse();
  }

  @Test
  void aCheckThatHangsEndsWhenTheAnswerIsKnownOtherwise() throws Exception {
    Statement statement =
        refused(
            "INSERT 1",
            () -> {
              two.a.slowLogins(Duration.ofMinutes(1));
              two.a.becomeReader();
            });
    assertThatThrownBy(() -> statement.execute("INSERT 1"))
        .hasFieldOrPropertyWithValue("SQLState", "40001");
  }

  @Test
  void whoWaitsForAnothersCheckGoesOnAsSoonAsTheAnswerIsKnown() throws Exception {
    Statement one = refused("INSERT 1", () -> {});
    Statement other = refused("INSERT 2", two.a::becomeReader);
    int before = two.a.connects(Purpose.APPLICATION);
    two.a.busyLogins(Duration.ofSeconds(5));
    Future<?> checking = callers.submit(() -> one.execute("INSERT 1"));
    while (two.a.connects(Purpose.APPLICATION) == before) {
      Thread.onSpinWait();
    }

    Future<?> waiting = callers.submit(() -> other.execute("INSERT 2"));

    assertThatThrownBy(() -> waiting.get(3, TimeUnit.SECONDS))
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "40001");
    assertThat(checking).isNotDone();
    assertThatThrownBy(() -> checking.get(10, TimeUnit.SECONDS))
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "40001");
  }
}
