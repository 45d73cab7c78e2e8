package io.swiveljdbc.routing;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.util.List;

/**
 * Chooses the servers of a topology that a transaction may run on, best first. An empty answer
 * means none: a selector never falls through to a server that nobody asked for.
 */
@FunctionalInterface
public interface ServerSelector {

  /** The servers to use, best first. */
  List<Server> select(Topology topology);

  /** No server, ever. */
  static ServerSelector none() {
    return topology -> List.of();
  }

  /** Servers of this role that answer; none before the topology is settled. */
  static ServerSelector fit(Role role) {
    return new FitServers(role);
  }

  /** The choice of this selector, or of the other when this one has none. */
  default ServerSelector orElse(ServerSelector other) {
    return topology -> {
      List<Server> chosen = select(topology);
      return chosen.isEmpty() ? other.select(topology) : chosen;
    };
  }
}
