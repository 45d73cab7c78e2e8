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
    String count =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '%s'"
            .formatted(query.replace("'", "''"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while ("0".equals(cluster.query(server, count))) {
      if (System.nanoTime() > end) {
        throw new AssertionError(query + " was not seen on " + server + " within " + PATIENCE);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
