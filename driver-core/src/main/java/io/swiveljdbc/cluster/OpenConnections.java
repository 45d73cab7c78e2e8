package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All physical connections of the process to a cluster, those still connecting among them: counted
 * for balance, and aborted when their server is gone.
 */
public final class OpenConnections {

  private final Map<HostAddress, Set<Wire>> byServer = new ConcurrentHashMap<>();
  private final Map<Wire, HostAddress> onlyWhileWriter = new ConcurrentHashMap<>();
  private final Map<HostAddress, ConnectGate> gates = new ConcurrentHashMap<>();

  private final Wire.Sleeper listener;
  private final Departures departures;

  /**
   * None yet.
   *
   * @param listener is woken by the first that waits
   * @param grace how long work may go on at a server that left
   */
  OpenConnections(Wire.Sleeper listener, Duration grace) {
    this.listener = listener;
    this.departures = new Departures(grace);
  }

  /** Takes a connection in, before it connects. */
  public void add(HostAddress server, Wire wire) {
    wire.heardBy(listener);
    byServer.computeIfAbsent(server, s -> ConcurrentHashMap.newKeySet()).add(wire);
  }

  /** Takes one in that only asks whether its server is still the writer. */
  public void onlyWhileWriter(HostAddress server, Wire wire) {
    onlyWhileWriter.put(wire, server);
  }

  /** Lets a connection go that was closed or never made. */
  public void remove(HostAddress server, Wire wire) {
    onlyWhileWriter.remove(wire);
    Set<Wire> wires = byServer.get(server);
    if (wires != null) {
      wires.remove(wire);
    }
  }

  /** Where those who want to connect to a server wait for their turn. */
  public ConnectGate gate(HostAddress server) {
    return gates.computeIfAbsent(server, s -> new ConnectGate());
  }

  void wakeGates() {
    gates.values().forEach(ConnectGate::wake);
  }

  /** How many connections to a server are in use, or opened for somebody. */
  public int count(HostAddress server) {
    int alive = 0;
    for (Wire wire : byServer.getOrDefault(server, Set.of())) {
      alive += wire.aborted() || wire.resting() ? 0 : 1;
    }
    return alive;
  }

  /**
   * What is heard of a server since this was asked last, for one thread; ends on the way what an
   * interrupted thread waits for.
   */
  Silence.Sound listen(HostAddress server) {
    Set<Wire> wires = byServer.getOrDefault(server, Set.of());
    boolean speaking = false;
    boolean waiting = false;
    for (Wire wire : wires) {
      wire.heedInterrupt();
      boolean news = wire.heardSomething();
      speaking |= news;
      waiting |= !news && (wire.waiting() || wire.connecting());
    }
    return speaking ? Silence.Sound.SPEAKING : waiting ? Silence.Sound.WAITING : Silence.Sound.IDLE;
  }

  /**
   * Marks every connection to a server that is down, no longer what it was, or left some time ago,
   * before anybody can see the topology that says so: nothing is sent over them from then on.
   *
   * @return those that are to be aborted
   */
  List<Wire> condemnLost(Topology topology) {
    List<Wire> condemned = new ArrayList<>();
    byServer.forEach(
        (address, wires) -> {
          if (topology.server(address).map(server -> lost(topology, server)).orElse(false)
              || departures.overdue(topology, address)) {
            wires.stream().filter(wire -> !wire.aborted()).forEach(condemned::add);
          }
        });
    onlyWhileWriter.forEach(
        (wire, address) -> {
          if (!wire.aborted() && !isWriter(topology, address)) {
            condemned.add(wire);
          }
        });
    condemned.forEach(Wire::condemn);
    return condemned;
  }

  /** Whether nobody is to connect to a server now. */
  public boolean lost(Topology topology, HostAddress server) {
    return topology.server(server).map(known -> lost(topology, known)).orElse(true);
  }

  private static boolean isWriter(Topology topology, HostAddress address) {
    return topology.server(address).map(server -> server.role() == Role.WRITER).orElse(false);
  }

  private static boolean lost(Topology topology, Server server) {
    return server.health() == Health.DOWN
        || server.waitsInVain(topology)
        || server.standing() == Standing.DEPOSED
        || server.standing() == Standing.REBUILT
        || server.standing() == Standing.APART
        || server.standing() == Standing.STRANGER;
  }
}
