package io.swiveljdbc.postgres;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until a server says that a statement runs on it. */
final class ServerActivity {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ServerActivity() {}

  static void await(PostgresCluster cluster, PostgresServer server, String query) {
    String running = "state = 'active' AND query = '%s'".formatted(query.replace("'", "''"));
    await(cluster, server, running, true);
  }

  /** Waits until a session is gone. */
  static void awaitEnd(PostgresCluster cluster, PostgresServer server, int pid) {
    await(cluster, server, "pid = " + pid, false);
  }

  private static void await(
      PostgresCluster cluster, PostgresServer server, String condition, boolean wanted) {
    String exists = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE " + condition + ")";
    awaitAnswer(cluster, server, exists, wanted ? "t" : "f");
  }

  /** Waits until a server answers a query so. */
  static void awaitAnswer(
      PostgresCluster cluster, PostgresServer server, String query, String answer) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answer.equals(cluster.query(server, query))) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "%s on %s was not %s within %s".formatted(query, server, answer, PATIENCE));
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
