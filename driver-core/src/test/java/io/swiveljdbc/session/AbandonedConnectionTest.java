package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.swiveljdbc.cluster.Abandoned;
import io.swiveljdbc.testing.Logged;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import shop.Till;

/** Connections that nobody closes, and those that are used after they were closed. */
@Timeout(20)
class AbandonedConnectionTest {

  private final TwoServers two = new TwoServers();

  @AfterEach
  void close() {
    two.close();
  }

  private void openAndForget() throws SQLException {
    Connection connection = two.open();
    connection.createStatement().executeUpdate("INSERT 1");
  }

  /** One that is forgotten, until what it held is gone. */
  private void leak() throws Exception {
    openAndForget();
    assertThat(TwoServers.open(two.a)).isPositive();
    while (TwoServers.open(two.a) > 0) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void aConnectionThatIsGarbageLetsItsPhysicalOnesGoAndOnlyTheFirstIsWarnedOf() throws Exception {
    try (Logged log = new Logged(Abandoned.class, Level.INFO)) {
      leak();
      leak();
      assertThat(log.events())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage()).contains("never closed", "With DEBUG for");
              });
    }
  }

  @Test
  void eachIsLoggedWithThePlaceWhereItWasOpenedWithDebug() throws Exception {
    try (Logged log = new Logged(Abandoned.class, Level.DEBUG)) {
      leak();
      leak();
      assertThat(log.events())
          .filteredOn(event -> event.getLevel() == Level.DEBUG)
          .hasSize(2)
          .allSatisfy(
              event ->
                  assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                      .extracting(frame -> frame.getStackTraceElement().getMethodName())
                      .contains("openAndForget"));
    }
  }

  @Test
  void oneWhoseStatementIsStillHeldIsNoGarbage() throws Exception {
    Statement held = two.open().createStatement();
    held.executeUpdate("INSERT 1");
    for (int i = 0; i < 20; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(100); // longer than the upkeep needs to notice
    }
    held.executeUpdate("INSERT 2");
    held.getConnection().close();
  }

  private Connection shutWith(Level level) throws SQLException {
    LogLevel log = new LogLevel(Condition.class, level);
    try {
      Connection connection = two.open();
      Till.shut(connection);
      return connection;
    } finally {
      log.close();
    }
  }

  @Test
  void whoClosedAConnectionAndWhereIsToldWithDebug() throws Exception {
    Connection plain = shutWith(Level.INFO);
    assertThatThrownBy(plain::createStatement)
        .hasFieldOrPropertyWithValue("SQLState", "08003")
        .hasMessage("This connection has been closed.")
        .hasNoCause();

    Connection traced = shutWith(Level.DEBUG);
    traced.close();
    String thread = Pattern.quote(Thread.currentThread().getName());
    assertThatThrownBy(traced::createStatement)
        .hasFieldOrPropertyWithValue("SQLState", "08003")
        .hasMessageMatching(
            ".* closed by " + thread + " at shop\\.Till\\.shut\\(Till\\.java:\\d+\\)")
        .cause()
        .satisfies(by -> assertThat(by.getStackTrace()).extracting("methodName").contains("shut"));
  }
}
