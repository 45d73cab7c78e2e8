package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of a cluster, one for each of its servers. Changed under the cluster's lock alone.
 */
final class Monitors {

  /** Starts the monitor of a server. */
  interface Starter {
    ServerMonitor start(HostAddress server);
  }

  private final Starter starter;
  private volatile Map<HostAddress, ServerMonitor> byServer = Map.of();

  Monitors(Starter starter) {
    this.starter = starter;
  }

  /** Starts monitors for servers that have none, and stops those of servers that left. */
  void follow(Topology now) {
    Map<HostAddress, ServerMonitor> following = new HashMap<>();
    for (Server server : now.servers()) {
      HostAddress address = server.address();
      @Nullable ServerMonitor known = byServer.get(address);
      following.put(address, known == null ? starter.start(address) : known);
    }
    byServer.forEach(
        (address, monitor) -> {
          if (!following.containsKey(address)) {
            monitor.stop();
          }
        });
    byServer = Map.copyOf(following);
  }

  Collection<ServerMonitor> all() {
    return byServer.values();
  }

  Set<HostAddress> servers() {
    return byServer.keySet();
  }

  /** Has one of the servers asked soon, if it still belongs to the cluster. */
  void ask(HostAddress server) {
    @Nullable ServerMonitor monitor = byServer.get(server);
    if (monitor != null) {
      monitor.ask();
    }
  }

  void wake() {
    all().forEach(ServerMonitor::wake);
  }

  /** Whether one of them waits for an answer in vain just now. */
  boolean leaveUnanswered() {
    return all().stream().anyMatch(ServerMonitor::leavesUnanswered);
  }

  void stop() {
    all().forEach(ServerMonitor::stop);
    byServer = Map.of();
  }
}
