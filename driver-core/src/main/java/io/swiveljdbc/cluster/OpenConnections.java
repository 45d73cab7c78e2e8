package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All physical connections of the process to a cluster, those still connecting among them: counted
 * for balance, and aborted when their server is gone.
 */
public final class OpenConnections {

  /** The wires of a server, each with the topology version at which it began to connect. */
  private final Map<HostAddress, Map<Wire, Long>> byServer = new ConcurrentHashMap<>();

  /** Takes a connection in, before it connects. */
  public void add(HostAddress server, Wire wire, long version) {
    byServer.computeIfAbsent(server, s -> new ConcurrentHashMap<>()).put(wire, version);
  }

  /** Lets a connection go that was closed or never made. */
  public void remove(HostAddress server, Wire wire) {
    Map<Wire, Long> wires = byServer.get(server);
    if (wires != null) {
      wires.remove(wire);
    }
  }

  /** How many connections to a server there are. */
  public int count(HostAddress server) {
    Map<Wire, Long> wires = byServer.get(server);
    return wires == null ? 0 : wires.size();
  }

  /**
   * Aborts every connection to a server that is down, gone, or no longer what it was. Whoever is
   * late with this aborts none that was begun at a later topology.
   */
  void abortLost(Topology topology) {
    byServer.forEach(
        (address, wires) -> {
          if (topology.server(address).map(OpenConnections::lost).orElse(true)) {
            wires.forEach((wire, version) -> abortUntil(topology.version(), wire, version));
          }
        });
  }

  private static void abortUntil(long last, Wire wire, long version) {
    if (version <= last) {
      wire.abort();
    }
  }

  private static boolean lost(Server server) {
    return server.health() == Health.DOWN
        || server.standing() == Standing.DEPOSED
        || server.standing() == Standing.REBUILT
        || server.standing() == Standing.STRANGER;
  }
}
