package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.Topology;

/** A logical connection that may lie in a pool above, and keep physical ones meanwhile. */
public interface Resting {

  /** Ends those that have become stale, if its owner does not use it; waits for nothing. */
  void sweep(Topology topology);

  /** Whether its owner does not use it, and it keeps one that is to be replaced. */
  boolean isOverdue();

  /** Opens others in place of those that are to be replaced, unless its owner comes first. */
  void renew();
}
