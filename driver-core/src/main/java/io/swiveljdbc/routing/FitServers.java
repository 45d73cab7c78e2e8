package io.swiveljdbc.routing;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one role that answer; none before the topology is settled. What it found last is
 * kept: the same topology is asked about with each transaction.
 */
final class FitServers implements ServerSelector {

  private final Role role;
  private volatile @Nullable Found last;

  private record Found(Topology topology, List<Server> servers) {}

  FitServers(Role role) {
    this.role = role;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // another object is another topology
  public List<Server> select(Topology topology) {
    Found known = last;
    if (known == null || known.topology != topology) {
      known = new Found(topology, among(topology));
      last = known;
    }
    return known.servers;
  }

  private List<Server> among(Topology topology) {
    return topology.settled()
        ? topology.servers().stream()
            .filter(server -> server.role() == role && server.fit())
            .toList()
        : List.of();
  }
}
