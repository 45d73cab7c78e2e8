package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All physical connections of the process to a cluster, those still connecting among them: counted
 * for balance, and aborted when their server is gone.
 */
public final class OpenConnections {

  private final Map<HostAddress, Set<Wire>> byServer = new ConcurrentHashMap<>();

  /** Takes a connection in, before it connects. */
  public void add(HostAddress server, Wire wire) {
    byServer.computeIfAbsent(server, s -> ConcurrentHashMap.newKeySet()).add(wire);
  }

  /** Lets a connection go that was closed or never made. */
  public void remove(HostAddress server, Wire wire) {
    Set<Wire> wires = byServer.get(server);
    if (wires != null) {
      wires.remove(wire);
    }
  }

  /** How many connections to a server there are. */
  public int count(HostAddress server) {
    Set<Wire> wires = byServer.get(server);
    return wires == null ? 0 : wires.size();
  }

  /** Aborts every connection to a server that is down, gone, or no longer what it was. */
  int abortLost(Topology topology) {
    int aborted = 0;
    for (Map.Entry<HostAddress, Set<Wire>> entry : byServer.entrySet()) {
      if (topology.server(entry.getKey()).map(OpenConnections::lost).orElse(true)) {
        for (Wire wire : entry.getValue()) {
          wire.abort();
          aborted++;
        }
      }
    }
    return aborted;
  }

  private static boolean lost(Server server) {
    return server.health() == Health.DOWN
        || server.standing() == Standing.DEPOSED
        || server.standing() == Standing.REBUILT
        || server.standing() == Standing.STRANGER;
  }
}
