package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.swiveljdbc.cluster.Abandoned;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

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

  @Test
  void aConnectionThatIsGarbageLetsItsPhysicalOnesGo() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(Abandoned.class);
    Level before = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      openAndForget();
      assertThat(TwoServers.open(two.a)).isPositive();
      while (TwoServers.open(two.a) > 0) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } finally {
      log.setLevel(before);
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

  @Test
  void whoClosedAConnectionIsKnownWithDebug() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(Condition.class);
    Level before = log.getLevel();
    try {
      log.setLevel(Level.INFO);
      Connection plain = two.open();
      plain.close();
      assertThatThrownBy(plain::createStatement)
          .hasFieldOrPropertyWithValue("SQLState", "08003")
          .hasNoCause();
      log.setLevel(Level.DEBUG);
      Connection connection = two.open();
      connection.close();
      assertThatThrownBy(connection::createStatement)
          .hasFieldOrPropertyWithValue("SQLState", "08003")
          .cause()
          .hasMessageContaining("closed by " + Thread.currentThread().getName());
    } finally {
      log.setLevel(before);
    }
  }
}
