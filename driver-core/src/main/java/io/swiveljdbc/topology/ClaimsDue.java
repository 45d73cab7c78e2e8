package io.swiveljdbc.topology;

import java.time.Instant;

/**
 * The time for answers is over: a first claim to be the writer is decided by what has been heard.
 *
 * @param at when it was over
 */
public record ClaimsDue(Instant at) implements Observation {

  @Override
  public String why() {
    return "the other seeds have not answered in time";
  }

  @Override
  public Topology applyTo(Topology before) {
    return before.settled() ? before : Election.decide(before, before.servers(), this);
  }
}
