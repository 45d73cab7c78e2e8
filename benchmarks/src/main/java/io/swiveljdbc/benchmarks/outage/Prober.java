package io.swiveljdbc.benchmarks.outage;

import io.swiveljdbc.testkit.PostgresServer;
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
 * pgjdbc connections that were opened before the fault, past the relays, it asks each candidate
 * every millisecond whether it is still in recovery, and then commits a row of its own. That
 * includes what synchronous replication needs, as every commit does.
 */
final class Prober implements AutoCloseable {
  static final String TABLE = "CREATE TABLE probe (present boolean)";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Map<PostgresServer, Connection> connections = new LinkedHashMap<>();
  private final CompletableFuture<Long> committedAt = new CompletableFuture<>();

  private Prober() {}

  static Prober beside(List<PostgresServer> servers) throws SQLException {
    Prober prober = new Prober();
    try {
      for (PostgresServer server : servers) {
        prober.connections.put(server, DriverManager.getConnection(direct(server)));
      }
      return prober;
    } catch (SQLException e) {
      prober.close();
      throw e;
    }
  }

  static String direct(PostgresServer server) {
    return server.jdbcUrl().replace(":" + server.port() + "/", ":" + server.directPort() + "/");
  }

  void watch(List<PostgresServer> candidates) {
    for (PostgresServer candidate : candidates) {
      Connection connection = connections.get(candidate);
      Thread thread = new Thread(() -> watch(connection), "prober-" + candidate.name());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      while (isInRecovery(statement)) {
        if (committedAt.isDone()) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      statement.executeUpdate("INSERT INTO probe VALUES (true)");
      committedAt.complete(System.nanoTime());
    } catch (SQLException e) {
      // This server tells nothing any more; the one that is promoted does.
      return;
    }
  }

  private static boolean isInRecovery(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SELECT pg_is_in_recovery()")) {
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
