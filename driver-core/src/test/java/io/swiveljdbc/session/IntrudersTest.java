package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.swiveljdbc.testing.FakeSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads go on using each connection that they once saw, while its owner borrows one after the
 * other from inner pools. What one borrow executes is never part of another's transaction.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntrudersTest {

  private static final int INTRUDERS = 3;

  /** Who sees none has a session to itself, which serves the next one. */
  private static final int SHOWN = 3;

  /** A connection that all may use, and the text that belongs to it. */
  private record Seen(Connection connection, Statement statement, String text) {}

  private final AtomicReference<Seen> seen = new AtomicReference<>();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();
  private final List<Thread> intruders = new ArrayList<>();
  private final LogLevel quiet = new LogLevel(Condition.class, Level.INFO);
  private TwoServers two;
  private PooledLogin login;
  private volatile boolean over;

  @AfterEach
  void close() {
    login.close();
    two.close();
    quiet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "transaction"})
  void whatOneBorrowExecutesIsInNoOthersTransaction(String share) throws Exception {
    two = new TwoServers("pool", "true", "pool.maximumPoolSize", "1", "pool.share", share);
    login = two.pooled();
    login.open().close();
    for (int i = 0; i < INTRUDERS; i++) {
      Thread intruder = new Thread(this::intrude);
      intruder.start();
      intruders.add(intruder);
    }
    borrowForAWhile();
    over = true;
    for (Thread intruder : intruders) {
      intruder.join();
    }
    assertThat(wrong).hasNullValue();
    for (FakeSession session : two.a.everySession()) {
      assertTransactionsAreOfOne(session.executed());
    }
  }

  /** Until a session has served another one at least. */
  private void borrowForAWhile() throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    int reused = 0;
    Session last = null;
    for (int borrow = 0; reused == 0 || System.nanoTime() < end; borrow++) {
      RoutedConnection connection = (RoutedConnection) login.open();
      reused += connection.session() == last ? 1 : 0;
      last = connection.session();
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(last.held()).isEmpty();
      work(connection, "INSERT " + borrow, borrow % SHOWN == 0);
    }
  }

  private void work(Connection connection, String text, boolean shown) {
    try (connection;
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      if (shown) {
        seen.set(new Seen(connection, statement, text));
      }
      for (int i = 0; i < 3; i++) {
        statement.executeUpdate(text);
      }
      connection.commit();
    } catch (SQLException e) {
      if (!shown) {
        throw new AssertionError("nobody but its owner has used it", e);
      }
    }
  }

  private void intrude() {
    try {
      while (!over) {
        Seen now = seen.get();
        if (now != null) {
          intrudeOn(now);
        }
        LockSupport.parkNanos(1_000); // its owner shall get on
      }
    } catch (RuntimeException | Error e) {
      wrong.compareAndSet(null, e);
    }
  }

  private static void intrudeOn(Seen seen) {
    try {
      switch (ThreadLocalRandom.current().nextInt(8)) {
        case 0 -> seen.statement.executeUpdate(seen.text);
        case 1 -> seen.connection.setReadOnly(true);
        case 2 -> seen.connection.setAutoCommit(false);
        case 3 -> seen.connection.rollback();
        case 4 -> seen.connection.prepareStatement(seen.text).executeUpdate();
        case 5 -> seen.statement.cancel();
        case 6 -> seen.connection.isValid(1);
        default -> seen.connection.close();
      }
    } catch (SQLException e) {
      // it is closed, mostly
    }
  }

  private static void assertTransactionsAreOfOne(List<String> executed) {
    String open = "";
    for (String text : executed) {
      if (text.startsWith("INSERT")) {
        assertThat(text).as("in %s", executed).isEqualTo(open.isEmpty() ? text : open);
        open = text;
      } else if (text.equals("COMMIT") || text.equals("ROLLBACK")) {
        open = "";
      }
    }
  }
}
