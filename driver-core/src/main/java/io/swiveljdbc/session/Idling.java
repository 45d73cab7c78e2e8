package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Resting;
import io.swiveljdbc.topology.Topology;

/** A logical connection while it lies in a pool above: what is stale is let go, then and later. */
final class Idling implements Resting {

  private final Cluster cluster;
  private final Slots slots;
  private final Choices choices;
  private final Rest rest = new Rest();
  private long restedAt;

  Idling(Cluster cluster, Slots slots, Choices choices) {
    this.cluster = cluster;
    this.slots = slots;
    this.choices = choices;
  }

  /** The pool has taken it back. */
  void begin() {
    Topology now = cluster.topology();
    if (restedAt != now.version()) {
      restedAt = now.version();
      dropStale(now);
    }
    rest.begin();
    if (cluster.topology().version() != now.version()) {
      sweep(cluster.topology());
    }
  }

  /**
   * It is used again.
   *
   * @return whether it was at rest
   */
  boolean end() {
    return rest.end();
  }

  @Override
  public void sweep(Topology topology) {
    rest.sweep(() -> dropStale(topology));
  }

  private void dropStale(Topology topology) {
    for (PhysicalConnection held : slots.held()) {
      if (held.isFree() && held.staleAt(topology)) {
        slots.drop(held);
        choices.forget();
      }
    }
  }
}
