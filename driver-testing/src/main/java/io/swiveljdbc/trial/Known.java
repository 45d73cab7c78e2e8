package io.swiveljdbc.trial;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits until the driver knows something of the cluster's topology. */
public final class Known {

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private Known() {}

  /** A writer and every reader of the cluster is fit. */
  public static void all(LocalCluster cluster) throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      int readers = cluster.readers().size();
      await(
          connection,
          topology -> fit(topology, Role.READER) == readers && fit(topology, Role.WRITER) == 1);
    }
  }

  /**
   * The server is known to be down, or the writer no more, so that nothing is sent to it. What is
   * called while it is only in doubt may still reach the dead server's socket.
   */
  public static void lost(LocalCluster cluster, LocalServer server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      await(
          connection,
          topology ->
              topology.servers().stream()
                  .filter(s -> s.address().port() == server.port())
                  .noneMatch(s -> s.role() == Role.WRITER && s.health() != Health.DOWN));
    }
  }

  /** Whether nothing is sent to a writer: there is none, or it is known to be down. */
  public static boolean noWriter(Topology topology) {
    return topology.writer().map(writer -> writer.health() == Health.DOWN).orElse(true);
  }

  /** The topology that this connection knows becomes such a one. */
  public static void await(Connection connection, Predicate<Topology> condition)
      throws SQLException {
    SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(swivel.topology())) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not known within " + PATIENCE + ": " + swivel.topology());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** How many servers of this role are fit. */
  public static long fit(Topology topology, Role role) {
    return topology.servers().stream().filter(s -> s.fit() && s.role() == role).count();
  }
}
