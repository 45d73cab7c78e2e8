package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.testing.FakeServer;
import io.swiveljdbc.testing.FakeServers;
import io.swiveljdbc.topology.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With inner pools, a reader that joins has its sessions before it gets reads. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WarmUpTest {

  private static final int IDLE = 8;
  private static final Duration LOGIN = Duration.ofMillis(100);

  private final FakeServers servers = FakeServers.of("a", "b", "c");
  private final FakeServer a = servers.get("a");
  private final FakeServer b = servers.get("b");
  private final FakeServer joining = servers.get("c");

  private PooledLogin login(String connectTimeout) {
    Options options =
        FakeServers.options(
            "pool", "true", "pool.minimumIdle", "" + IDLE, "connectTimeout", connectTimeout);
    return new ConnectionOpener(new Clusters()).pooled(servers.engine(), servers.target(), options);
  }

  private static void read(PooledLogin login) throws SQLException {
    try (Connection connection = login.open()) {
      connection.setReadOnly(true);
      connection.createStatement().executeQuery("SELECT 1");
    }
  }

  /** While no pool of a reader is full, none is preferred. Who borrows meanwhile holds it up. */
  private void awaitFullPool() {
    await(() -> sessions(b) == IDLE);
  }

  private static int sessions(FakeServer server) {
    return server.sessions(Purpose.APPLICATION).size();
  }

  /** Reads until the server that joins gets one; says how many sessions it had by then. */
  private int sessionsAtTheFirstRead(PooledLogin login) throws SQLException {
    AtomicInteger had = new AtomicInteger();
    joining.when("SELECT 1", session -> had.set(sessions(joining)));
    joining.slowLogins(LOGIN);
    joining.start();
    while (had.get() == 0) {
      read(login);
    }
    return had.get();
  }

  @Test
  void noReadIsSentToAReaderBeforeItsPoolIsFull() throws SQLException {
    joining.kill();
    try (PooledLogin login = login("10s")) {
      awaitFullPool();
      assertThat(sessionsAtTheFirstRead(login)).isEqualTo(IDLE);
      assertThat(joining.mostLogins()).as("one after the other").isEqualTo(1);
      assertThat(b.executed()).as("served all the while").hasSizeGreaterThan(10);
    }
  }

  /** One whose logins are as slow as that shall not stand by idle for ever. */
  @Test
  void aReaderThatIsNotReadyWithinConnectTimeoutGetsReadsAllTheSame() throws SQLException {
    joining.kill();
    try (PooledLogin login = login("250ms")) {
      awaitFullPool();
      assertThat(sessionsAtTheFirstRead(login)).isBetween(1, IDLE - 1);
    }
  }

  @Test
  void aNewWriterDoesNotWaitSinceNoOtherCanServeInstead() throws SQLException {
    try (PooledLogin login = login("10s")) {
      awaitFullPool();
      int before = b.connects(Purpose.APPLICATION);
      AtomicInteger more = new AtomicInteger();
      b.slowLogins(LOGIN);
      b.when("INSERT 1", session -> more.set(b.connects(Purpose.APPLICATION) - before));
      try (Connection connection = login.open()) {
        SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
        a.kill();
        b.becomeWriter(2);
        await(() -> swivel.topology().writer().filter(this::isNew).isPresent());
        connection.createStatement().executeUpdate("INSERT 1");
      }
      assertThat(more).hasValueBetween(1, IDLE - 1);
    }
  }

  private boolean isNew(Server writer) {
    return writer.address().equals(b.address());
  }

  /** Within the time of the test. */
  private static void await(BooleanSupplier until) {
    while (!until.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
