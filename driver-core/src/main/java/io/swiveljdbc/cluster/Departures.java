package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When servers left that still have connections: no transaction begins there any more, and what was
 * begun may end within a grace.
 */
final class Departures {

  private final long graceNanos;
  private final Map<HostAddress, Long> leftAt = new ConcurrentHashMap<>();

  Departures(Duration grace) {
    this.graceNanos = grace.toNanos();
  }

  /** Whether a server left so long ago that nothing may go on there. */
  boolean overdue(Topology topology, HostAddress server) {
    if (topology.server(server).isPresent()) {
      leftAt.remove(server);
      return false;
    }
    long now = System.nanoTime();
    return now - leftAt.computeIfAbsent(server, s -> now) >= graceNanos;
  }
}
