package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.cluster.Abandoned;
import io.swiveljdbc.testing.FakeSession;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With inner pools, what a closed logical connection leaves serves the next one, and only that. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReusedSessionTest {

  private final LogLevel quiet = new LogLevel(Condition.class, Level.INFO);
  private final TwoServers two = new TwoServers("pool", "true", "pool.maximumPoolSize", "1");
  private final PooledLogin login = two.pooled();

  @AfterEach
  void close() {
    login.close();
    two.close();
    quiet.close();
  }

  private RoutedConnection open() throws SQLException {
    return (RoutedConnection) login.open();
  }

  /** A transaction; leaves out what is not the first connection's of its cluster. */
  private static void work(Connection connection, String text) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setInt(1, 1);
      statement.executeUpdate();
    }
    connection.commit();
  }

  /** The first of all has a connection of its own, which proves the login. */
  private RoutedConnection second() throws SQLException {
    try (Connection first = open()) {
      work(first, "INSERT 0");
    }
    return open();
  }

  @Test
  void theNextOneHasTheSessionAndTheHoldOfTheLast() throws SQLException {
    RoutedConnection one = second();
    work(one, "INSERT 1");
    Session session = one.session();
    PhysicalConnection hold = session.held().orElseThrow();
    one.close();

    assertThat(hold.dead()).as("while nobody has it").isTrue();
    assertThat(one.session()).isNotSameAs(session);
    try (RoutedConnection other = open()) {
      assertThat(other.session()).isSameAs(session);
      work(other, "INSERT 2");
      assertThat(other.session().held()).containsSame(hold);
    }
  }

  @Test
  void itFindsNothingOfTheLast() throws SQLException {
    RoutedConnection one = second();
    work(one, "INSERT 1");
    Session session = one.session();
    one.setReadOnly(true);
    one.setNetworkTimeout(Runnable::run, 1234);
    one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    one.setClientInfo("ApplicationName", "one");
    one.close();

    try (RoutedConnection other = open()) {
      assertThat(other.session()).isSameAs(session);
      assertThat(other.getAutoCommit()).isTrue();
      assertThat(other.isReadOnly()).isFalse();
      assertThat(other.getNetworkTimeout()).isZero();
      assertThat(other.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      assertThat(other.getClientInfo()).isEmpty();
      assertThat(other.currentServer()).isEmpty();
    }
  }

  // ---- what comes too late

  @Test
  void anAbortThatComesTooLateEndsNothing() throws SQLException {
    RoutedConnection one = second();
    work(one, "INSERT 1");
    one.close();
    try (RoutedConnection other = open()) {
      work(other, "INSERT 2");
      one.abort(Runnable::run);
      one.close();
      work(other, "INSERT 3");
    }
    assertThat(two.a.executed()).endsWith("INSERT 3", "COMMIT");
  }

  // ---- what serves nobody else

  private interface Use {
    void of(RoutedConnection connection) throws Exception;
  }

  private void assertServesNobodyElse(Use use) throws Exception {
    RoutedConnection one = second();
    work(one, "INSERT 1");
    Session session = one.session();
    use.of(one);
    one.close();
    try (RoutedConnection other = open()) {
      assertThat(other.session()).isNotSameAs(session);
      work(other, "INSERT 2");
    }
    assertThatThrownBy(session::checkOpen).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThat(two.a.executed()).endsWith("INSERT 2", "COMMIT");
  }

  @Test
  void notOneThatAnotherThreadHasUsed() throws Exception {
    assertServesNobodyElse(connection -> CompletableFuture.runAsync(() -> read(connection)).get());
  }

  private static void read(Connection connection) {
    try {
      boolean unused = connection.isReadOnly();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void notOneThatAnotherThreadCloses() throws Exception {
    assertServesNobodyElse(connection -> CompletableFuture.runAsync(connection::close).get());
  }

  @Test
  void notOneWithATransaction() throws Exception {
    assertServesNobodyElse(connection -> connection.createStatement().execute("INSERT open"));
    assertThat(two.a.executed()).containsSequence("INSERT open", "ROLLBACK");
  }

  @Test
  void notOneThatIsPinned() throws Exception {
    assertServesNobodyElse(SwivelConnection::pin);
  }

  @Test
  void notOneWhoseDriverIsKnown() throws Exception {
    assertServesNobodyElse(
        connection -> assertThat((Object) connection.unwrap(Proxy.class)).isNotNull());
  }

  @Test
  void notOneWhoseEndIsRecorded() throws Exception {
    try (LogLevel debug = new LogLevel(Condition.class, Level.DEBUG)) {
      assertThat(debug).isNotNull();
      RoutedConnection one = second();
      one.close();
      assertThatThrownBy(one::createStatement)
          .hasFieldOrPropertyWithValue("SQLState", "08003")
          .cause()
          .hasMessageContaining("closed by " + Thread.currentThread().getName());
    }
  }

  @Test
  void oneThatIsForgottenIsNoticedThoughItsSessionServedOthers() throws Exception {
    try (LogLevel off = new LogLevel(Abandoned.class, Level.OFF)) {
      assertThat(off).isNotNull();
      second().close();
      FakeSession lost = forgotten();
      while (!lost.ended()) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      try (RoutedConnection other = open()) {
        work(other, "INSERT 2");
      }
    }
  }

  private FakeSession forgotten() throws SQLException {
    RoutedConnection forgotten = open();
    work(forgotten, "INSERT forgotten");
    return FakeSession.of(forgotten.session().held().orElseThrow().driverConnection());
  }
}
