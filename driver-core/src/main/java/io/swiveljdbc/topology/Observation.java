package io.swiveljdbc.topology;

import java.time.Instant;

/**
 * Something that was seen of a cluster. Observations are the only things that change a topology.
 */
public sealed interface Observation
    permits SelfReport, MemberReport, Failure, ClaimsDue, Forgotten, Divergence, Succession {

  /** When it was seen. */
  Instant at();

  /** Why a topology changes by it, in a few words for the log. */
  String why();

  /**
   * The topology after this observation; the same object when nothing changes.
   *
   * @param before what was known until now
   */
  Topology applyTo(Topology before);
}
