package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Tenure;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another connection in place of one that has been there long enough, or by which its server has
 * more than its share. The old one is good, so nobody waits long for the new one, and where there
 * is none to be had the old one stays.
 */
final class Replacement {

  static final Duration PATIENCE = Duration.ofMillis(500);

  private final Access access;
  private final Cluster cluster;
  private final Binding binding;
  private final Intent intent;
  private final Wait wait;

  Replacement(Access access, Binding binding, Intent intent, Wait wait) {
    this.access = access;
    this.cluster = access.cluster();
    this.binding = binding;
    this.intent = intent;
    this.wait = wait;
  }

  /**
   * The choice of the new connection, or the old choice; null when the search is to look again,
   * since the server was another than expected.
   *
   * @param servers where it may lead, best first
   */
  @Nullable Choice of(Choice old, List<Server> servers) throws SQLException {
    Tenure tenure = old.connection().tenure();
    Optional<Server> target = target(old.connection(), servers, cluster.load());
    if (target.isEmpty()) {
      tenure.goOn();
      return old;
    }
    @Nullable PhysicalConnection opened = opened(target.get().address());
    if (opened == null) {
      if (!wait.cancelled()) {
        tenure.rest();
      }
      return old.connection().dead() ? null : old;
    }
    Topology now = cluster.topology();
    boolean fits =
        access.policy().candidates(intent).select(now).stream().anyMatch(opened::leadsTo);
    return fits && opened.goodAt(now) ? Choice.of(opened, now) : null;
  }

  /**
   * Where to go: anywhere, when the connection is old; else only where it makes servers more even.
   */
  static Optional<Server> target(
      PhysicalConnection old, List<Server> servers, ReaderPolicy.Load load) {
    if (old.tenure().expired()) {
      return servers.stream().findFirst();
    }
    int here = load.connections(old.address());
    return servers.stream()
        .min(Comparator.comparingInt(server -> load.connections(server.address())))
        .filter(server -> load.connections(server.address()) + 1 < here);
  }

  private @Nullable PhysicalConnection opened(HostAddress server) throws SQLException {
    Deadline end = wait.orCaller(Deadline.after(PATIENCE));
    try {
      return binding.open(server, end);
    } catch (SQLException e) {
      if (binding.aborted()) {
        throw Told.closed();
      }
      return null;
    }
  }
}
