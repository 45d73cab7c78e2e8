package io.swiveljdbc.topology;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who knows better asked to forget what was seen: a database that was restored to a lower
 * term on purpose, for instance. Every server is asked anew, and no term counts.
 *
 * @param at when it was asked for
 */
public record Forgotten(Instant at) implements Observation {

  @Override
  public String why() {
    return "the topology was to be forgotten";
  }

  @Override
  public Topology applyTo(Topology before) {
    long version = before.version() + 1;
    List<Server> unasked =
        before.servers().stream()
            .map(server -> Server.unasked(server.address()).withSince(version))
            .toList();
    return new Topology(version, unasked, null, Reign.NONE, false, List.of());
  }
}
