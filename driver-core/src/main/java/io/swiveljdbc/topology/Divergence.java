package io.swiveljdbc.topology;

import java.time.Instant;

/**
 * A reader has replayed what its writer has never written: what it shows is another history.
 *
 * @param reader the reader
 * @param replayed how far it has replayed
 * @param writer the writer
 * @param written how far the writer had written later than that
 * @param at when it was seen
 */
public record Divergence(
    HostAddress reader, Position replayed, HostAddress writer, Position written, Instant at)
    implements Observation {

  @Override
  public String why() {
    return reader + " is ahead of the writer " + writer;
  }

  @Override
  public Topology applyTo(Topology before) {
    boolean ofThisWriter =
        before.writer().map(server -> server.address().equals(writer)).orElse(false);
    return before
        .server(reader)
        .filter(server -> ofThisWriter && server.role() == Role.READER)
        .map(server -> server.withStanding(Standing.DIVERGED, problem()))
        .map(server -> Election.decide(before, before.replaced(server), this))
        .orElse(before);
  }

  private String problem() {
    return "has replayed up to %s, which the writer %s had not written (%s)"
        .formatted(replayed, writer, written);
  }
}
