package io.swiveljdbc.topology;

import java.time.Instant;

/**
 * Of two servers that claim to be the writer, and show no terms, one had all that the other has and
 * more, before the other was asked: it is the later writer. Where the other has been the writer
 * until now and answers, that is no reason to leave it: a replica that takes writes, and has some
 * of its own, would show the same.
 *
 * @param successor the later one
 * @param predecessor the other
 * @param at when it was seen
 */
public record Succession(HostAddress successor, HostAddress predecessor, Instant at)
    implements Observation {

  @Override
  public String why() {
    return successor + " has all that " + predecessor + " has written, and more";
  }

  @Override
  public Topology applyTo(Topology before) {
    boolean later =
        before.server(successor).filter(Server::claimsToWrite).filter(this::termless).isPresent();
    boolean holds = before.writer().filter(w -> w.address().equals(predecessor)).isPresent();
    return before
        .server(predecessor)
        .filter(server -> later && !holds && server.claimsToWrite() && termless(server))
        .map(server -> server.withStanding(Standing.DEPOSED, null))
        .map(server -> Election.decide(before, before.replaced(server), this))
        .orElse(before);
  }

  private boolean termless(Server server) {
    return server.term().equals(Term.NONE);
  }
}
