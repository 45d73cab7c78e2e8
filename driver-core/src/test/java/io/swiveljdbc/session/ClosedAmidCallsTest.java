package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.swiveljdbc.testing.FakeSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another thread closes a connection while its owner's call to the driver is under way, whatever
 * call that is: the session ends, since what follows in the owner's thread would reach the next.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosedAmidCallsTest {

  /** What the owner does meanwhile, and the text of it that the server is at. */
  private enum Call {
    PREPARATION("SET search_path") {
      @Override
      void on(Connection connection) throws SQLException {
        connection.setSchema("other");
        connection.createStatement().execute("INSERT 1");
      }
    },
    SETTING_IN_A_TRANSACTION("SET search_path") {
      @Override
      void on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.createStatement().execute("INSERT 1");
        connection.setSchema("other");
      }
    },
    SAVEPOINT("SAVEPOINT s") {
      @Override
      void on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setSavepoint();
      }
    },
    ROLLBACK_TO_A_SAVEPOINT("ROLLBACK TO s") {
      @Override
      void on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.rollback(connection.setSavepoint());
      }
    };

    private final String text;

    Call(String text) {
      this.text = text;
    }

    abstract void on(Connection connection) throws SQLException;
  }

  private final LogLevel quiet = new LogLevel(Condition.class, Level.INFO);
  private final TwoServers two = new TwoServers("pool", "true", "pool.maximumPoolSize", "1");
  private final PooledLogin login = two.pooled();
  private final AtomicReference<FakeSession> amid = new AtomicReference<>();

  @AfterEach
  void close() {
    login.close();
    two.close();
    quiet.close();
  }

  @ParameterizedTest
  @EnumSource
  void theSessionServesNobodyElse(Call call) throws SQLException {
    login.open().close(); // the first of all has a connection of its own
    Connection one = login.open();
    two.a.when(call.text, session -> closeFromAnotherThread(one, session));

    assertThatThrownBy(() -> useToTheEnd(one, call)).isInstanceOf(SQLException.class);

    assertThat(amid.get().ended()).isTrue();
  }

  /** The call itself may have been answered before. */
  private static void useToTheEnd(Connection one, Call call) throws SQLException {
    call.on(one);
    one.createStatement().execute("INSERT 2");
  }

  /** Not to its end: the server has to let the thread go that is here. */
  private void closeFromAnotherThread(Connection one, FakeSession session) {
    amid.set(session);
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            () -> {
              try {
                one.close();
              } catch (SQLException e) {
                throw new AssertionError(e);
              }
            });
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    while (!closing.isDone() && !session.ended() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
