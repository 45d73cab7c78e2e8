package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.ConnectGate;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Tenure;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another connection in place of one that has been there long enough, or by which its server has
 * more than its share. The old one is good, so nobody waits long for the new one, and where there
 * is none to be had the old one stays.
 */
final class Replacement {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Access access;
  private final Cluster cluster;
  private final Binding binding;
  private final Wait wait;

  Replacement(Access access, Binding binding, Wait wait) {
    this.access = access;
    this.cluster = access.cluster();
    this.binding = binding;
    this.wait = wait;
  }

  /**
   * The choice of the new connection, or the old choice.
   *
   * @param servers where it may lead, best first
   */
  Choice of(Choice old, List<Server> servers) throws SQLException {
    Tenure tenure = old.connection().tenure();
    if (servers.isEmpty() || !(tenure.expired() || helps(old.connection(), servers.get(0)))) {
      tenure.goOn();
      return old;
    }
    @Nullable PhysicalConnection opened = opened(servers.get(0).address());
    if (opened == null) {
      tenure.rest();
      return old;
    }
    Topology now = cluster.topology();
    // Where its server's role has changed meanwhile, the next transaction looks again.
    return opened.goodAt(now) ? Choice.of(opened, now) : old;
  }

  /** Whether the servers are more even after it. */
  private boolean helps(PhysicalConnection old, Server other) {
    int here = access.cluster().load().connections(old.address());
    return access.cluster().load().connections(other.address()) + 1 < here;
  }

  private @Nullable PhysicalConnection opened(HostAddress server) throws SQLException {
    ConnectGate gate = cluster.connections().gate(server);
    Deadline end = wait.orCaller(Deadline.after(PATIENCE));
    try {
      if (!gate.enter(end, () -> binding.aborted() || wait.cancelled())) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    try {
      return binding.open(cluster.prober().newest(access.target()), server, end);
    } catch (SQLException e) {
      if (binding.aborted()) {
        throw Told.closed();
      }
      return null;
    } finally {
      gate.leave();
    }
  }
}
