package io.swiveljdbc.benchmarks.outage;

import io.swiveljdbc.testkit.LocalServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees when the database itself can write again, without the client that is measured: over plain
 * connections of its driver that were opened before the fault, past the relays, it asks each
 * candidate every millisecond whether it is still read-only, and then commits a row of its own.
 * That includes what synchronous replication needs, as every commit does.
 */
final class Prober implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Map<LocalServer, Connection> connections = new LinkedHashMap<>();
  private final CompletableFuture<Long> committedAt = new CompletableFuture<>();

  private final Engine engine;

  private Prober(Engine engine) {
    this.engine = engine;
  }

  static Prober beside(Engine engine, List<? extends LocalServer> servers) throws SQLException {
    Prober prober = new Prober(engine);
    try {
      for (LocalServer server : servers) {
        prober.connections.put(server, DriverManager.getConnection(Engine.direct(server)));
      }
      return prober;
    } catch (SQLException e) {
      prober.close();
      throw e;
    }
  }

  void watch(List<? extends LocalServer> candidates) {
    for (LocalServer candidate : candidates) {
      Connection connection = connections.get(candidate);
      Thread thread = new Thread(() -> watch(connection), "prober-" + candidate.name());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      while (isReadOnly(statement)) {
        if (committedAt.isDone()) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      statement.executeUpdate("INSERT INTO probe (present) VALUES (true)");
      committedAt.complete(System.nanoTime());
    } catch (SQLException e) {
      // This server tells nothing any more; the one that is promoted does.
      return;
    }
  }

  private boolean isReadOnly(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery(engine.readOnly())) {
      answer.next();
      return answer.getBoolean(1);
    }
  }

  /** Where the cluster can serve all the time. */
  void nothingToWaitFor(long atNanos) {
    committedAt.complete(atNanos);
  }

  /** When its row was committed, as of {@link System#nanoTime()}. */
  long awaitCommit(Duration bound) throws InterruptedException {
    try {
      return committedAt.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("the prober could not write within " + bound, e);
    }
  }

  @Override
  public void close() {
    committedAt.cancel(false);
    for (Connection connection : connections.values()) {
      try {
        // Not close(): to a frozen server it would wait.
        connection.abort(Runnable::run);
      } catch (SQLException alreadyLost) {
        // Then there is nothing to end.
      }
    }
  }
}
