package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.testing.FakeServer;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hints by which a pool begins and ends a request, and the ends of a connection. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestTest {

  private TwoServers two = new TwoServers();

  @AfterEach
  void close() {
    two.close();
  }

  private static void insert(Connection connection) throws SQLException {
    connection.createStatement().executeUpdate("INSERT 1");
  }

  private static SwivelConnection swivel(Connection connection) throws SQLException {
    return connection.unwrap(SwivelConnection.class);
  }

  // ---- beginRequest and endRequest

  @Test
  void theHintsSendNothingAndChangeNothing() throws SQLException {
    try (Connection first = two.open();
        Connection connection = two.open()) {
      int connects = two.a.connects(Purpose.APPLICATION);
      connection.beginRequest();
      connection.endRequest();
      assertThat(two.a.connects(Purpose.APPLICATION)).as("unbound").isEqualTo(connects);

      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.beginRequest();
      connection.createStatement().executeQuery("SELECT 1");
      connection.endRequest();
      connection.createStatement().executeQuery("SELECT 2");
      assertThat(two.b.executed()).as("in a transaction").containsExactly("SELECT 1", "SELECT 2");
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(first.isClosed()).isFalse();
    }
  }

  @Test
  void theEndOfARequestIsTheEndOfWhatWasUnwrapped() throws SQLException {
    try (Connection connection = two.open()) {
      insert(connection);
      connection.beginRequest();
      assertThat((Object) connection.unwrap(Proxy.class)).isNotNull();
      assertThat(swivel(connection).pins()).containsExactly("unwrapped");
      swivel(connection).pin();
      connection.endRequest();
      assertThat(swivel(connection).pins()).containsExactly("pinned by the application");
    }
  }

  @Test
  void theEndOfARequestLetsGoOfAServerThatHasBecomeStale() throws Exception {
    try (Connection connection = two.open()) {
      insert(connection);
      two.a.becomeReader();
      two.b.becomeWriter(2);
      two.awaitKnown(topology -> topology.writer().filter(w -> is(two.b, w.address())).isPresent());
      connection.endRequest();
      assertThat(TwoServers.open(two.a)).isZero();
      insert(connection);
      assertThat(two.b.executed()).containsExactly("INSERT 1");
    }
  }

  private static boolean is(FakeServer server, Object address) {
    return server.address().equals(address);
  }

  @Test
  void theHintsAreRefusedOnAClosedConnection() throws SQLException {
    Connection connection = two.open();
    connection.close();
    assertThatThrownBy(connection::beginRequest).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThatThrownBy(connection::endRequest).hasFieldOrPropertyWithValue("SQLState", "08003");
  }

  // ---- abort

  @Test
  void anAbortEndsWhatIsHeldAtBothServersAndOnlyThat() throws SQLException {
    try (Connection other = two.open()) {
      insert(other);
      Connection connection = two.open();
      insert(connection);
      connection.setReadOnly(true);
      connection.createStatement().executeQuery("SELECT 1");
      assertThat(TwoServers.open(two.a)).isEqualTo(2);
      assertThat(TwoServers.open(two.b)).isEqualTo(1);

      connection.abort(Runnable::run);

      assertThat(TwoServers.open(two.a)).isEqualTo(1);
      assertThat(TwoServers.open(two.b)).isZero();
      assertThat(connection.isClosed()).isTrue();
      assertThat(connection.isValid(1)).isFalse();
      assertThatThrownBy(connection::createStatement)
          .hasFieldOrPropertyWithValue("SQLState", "08003");
      insert(other);
    }
  }

  /** What the driver alone would say: who ended it knows that nobody can know what became of it. */
  @Test
  void anAbortEndsACallThatIsUnderWayWithTheDriversOwnError() throws Exception {
    Connection connection = two.open();
    insert(connection);
    CountDownLatch arrived = new CountDownLatch(1);
    two.a.when(
        "INSERT 2",
        session -> {
          two.a.freeze();
          arrived.countDown();
        });
    CompletableFuture<Void> call =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> connection.createStatement().executeUpdate("INSERT 2"))
                    .hasMessage("an I/O error occurred")
                    .hasFieldOrPropertyWithValue("SQLState", "08006"));
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
    connection.abort(Runnable::run);
    call.get(5, TimeUnit.SECONDS);
    two.a.thaw();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void aSecondAbortAndACloseAfterItDoNothing() throws SQLException {
    try (Connection other = two.open()) {
      insert(other);
      Connection connection = two.open();
      insert(connection);
      assertThatThrownBy(() -> connection.abort(null))
          .hasFieldOrPropertyWithValue("SQLState", "22023");
      assertThat(connection.isClosed()).isFalse();
      connection.abort(Runnable::run);
      assertThatCode(() -> connection.abort(Runnable::run)).doesNotThrowAnyException();
      assertThatCode(connection::close).doesNotThrowAnyException();
      insert(other);
      assertThat(two.cluster().connections().count(two.a.address())).isEqualTo(1);
    }
  }

  // ---- close, and pools inside

  @Test
  void aSecondCloseGivesNothingBackTwice() throws Exception {
    two.close();
    two = new TwoServers("pool", "true", "pool.maximumPoolSize", "2");
    try (PooledLogin login = two.pooled()) {
      Connection closed = login.open();
      insert(closed);
      closed.close();
      try (Connection next = login.open()) {
        next.setAutoCommit(false);
        insert(next);
        closed.close();
        closed.abort(Runnable::run);
        assertThatCode(() -> insert(next)).doesNotThrowAnyException();
        next.commit();
      }
      assertThat(two.a.executed()).endsWith("INSERT 1", "INSERT 1", "COMMIT");
    }
  }

  @Test
  void anAbortedSessionServesNobodyElse() throws Exception {
    two.close();
    two = new TwoServers("pool", "true", "pool.maximumPoolSize", "1");
    try (PooledLogin login = two.pooled()) {
      Connection aborted = login.open();
      insert(aborted);
      aborted.abort(Runnable::run);
      try (Connection next = login.open()) {
        insert(next);
      }
      assertThat(two.a.everySession())
          .filteredOn(session -> !session.executed().isEmpty())
          .as("one session for each")
          .hasSize(2);
    }
  }
}
