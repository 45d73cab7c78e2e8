package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends what waits for a server that says nothing, deep in a read of a socket. */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptTest {

  private final PostgresCluster cluster;
  private final AtomicReference<Thread> waiter = new AtomicReference<>();
  private String url;
  private Connection keepsClusterKnown;

  InterruptTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    url = cluster.url() + "&swivel.detection=20s&swivel.connectTimeout=20s";
    keepsClusterKnown = DriverManager.getConnection(url);
    Known.await(
        keepsClusterKnown, topology -> topology.calm() && Known.fit(topology, Role.WRITER) == 1);
  }

  @AfterEach
  void close() throws SQLException {
    cluster.reconnect(cluster.writer());
    keepsClusterKnown.close();
  }

  private interface Call {
    Object on(Connection connection) throws SQLException;
  }

  private CompletableFuture<String> waiting(Connection connection, Call call) {
    return CompletableFuture.supplyAsync(
        () -> {
          waiter.set(Thread.currentThread());
          String result = String.valueOf(answer(connection, call));
          return result + (Thread.interrupted() ? ", interrupted" : "");
        },
        task -> new Thread(task).start());
  }

  private static Object answer(Connection connection, Call call) {
    try {
      return call.on(connection);
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private void interruptInSocket() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (waiter.get() == null || !reads(waiter.get())) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not in a socket: " + Arrays.toString(waiter.get().getStackTrace()));
      }
      LockSupport.parkNanos(1_000_000);
    }
    waiter.get().interrupt();
  }

  private static boolean reads(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals("io.swiveljdbc.spi.WiredInput")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anAttemptToConnectEndsWith08001() throws Exception {
    try (Connection unbound = DriverManager.getConnection(url)) {
      cluster.cutOff(cluster.writer());
      CompletableFuture<String> waiting = waiting(unbound, c -> Sql.text(c, "SELECT 1"));
      interruptInSocket();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("08001, interrupted");
    }
  }

  @Test
  void aValidationEndsWithFalse() throws Exception {
    try (Connection bound = DriverManager.getConnection(url)) {
      Sql.text(bound, "SELECT 1");
      cluster.cutOff(cluster.writer());
      CompletableFuture<String> waiting = waiting(bound, c -> c.isValid(20));
      interruptInSocket();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("false, interrupted");
    }
  }
}
