package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.OpenConnections;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers that refused a write whether they are still the writer. The refusal itself proves
 * nothing: an application can declare its own transaction read-only in many ways. One thread asks
 * for all who were refused by then.
 */
final class RoleChecks {

  private final ConcurrentMap<HostAddress, Check> running = new ConcurrentHashMap<>();

  private RoleChecks() {}

  static RoleChecks of(Cluster cluster) {
    return (RoleChecks) cluster.facts().computeIfAbsent(RoleChecks.class, c -> new RoleChecks());
  }

  private static final class Check {
    final long begun = System.nanoTime();
    final CountDownLatch over = new CountDownLatch(1);

    /** Its thread was interrupted, which says nothing of the server. */
    volatile boolean brokenOff;
  }

  /** Whether the connection's server is proved to be the writer still. */
  boolean confirmWriter(Access access, PhysicalConnection bound) {
    long refused = System.nanoTime();
    Cluster cluster = access.cluster();
    cluster.ask(bound.address()); // may be quicker than a new connection, which then ends
    while (isWriter(cluster, bound)) {
      Check mine = new Check();
      @Nullable Check others = running.putIfAbsent(bound.address(), mine);
      if (others == null) {
        run(mine, access, bound.address());
        break;
      }
      try {
        others.over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break; // what is known decides
      }
      if (others.begun - refused > 0 && !others.brokenOff) {
        break;
      }
    }
    return isWriter(cluster, bound);
  }

  /** As far as is known. */
  private static boolean isWriter(Cluster cluster, PhysicalConnection bound) {
    return cluster
        .topology()
        .server(bound.address())
        .map(server -> server.role() == Role.WRITER && bound.goodAt(cluster.topology()))
        .orElse(false);
  }

  private void run(Check check, Access access, HostAddress server) {
    try {
      ask(access, server);
    } catch (SQLException e) {
      // No answer is no proof; what is known decides.
      check.brokenOff = Thread.currentThread().isInterrupted();
    } finally {
      running.remove(server, check);
      check.over.countDown();
    }
  }

  /** Over a connection of its own: the one that failed may be in a failed transaction. */
  private static void ask(Access access, HostAddress server) throws SQLException {
    Cluster cluster = access.cluster();
    OpenConnections connections = cluster.connections();
    @Nullable DriverSession fresh =
        new Opening(
                access,
                cluster.prober().newest(access.target()),
                server,
                wire -> connections.onlyWhileWriter(server, wire))
            .open(Deadline.after(access.options().connectTimeout()));
    if (fresh != null) {
      fresh.end();
    }
  }
}
