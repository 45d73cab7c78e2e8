package io.swiveljdbc.topology;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself.
 *
 * @param address the address under which it was asked
 * @param self what it says it is
 * @param at when it said so
 * @param progress how far its log goes; not part of a topology, since it changes all the time
 * @param peers the servers that it knows to be in its cluster, itself among them, under the names
 *     that it has for them; empty when it is in none, or cannot tell. Others may know more
 */
public record SelfReport(
    HostAddress address, Self self, Instant at, Progress progress, List<HostAddress> peers)
    implements Observation {

  /** Copies the list. */
  public SelfReport {
    Objects.requireNonNull(self.instance());
    peers = List.copyOf(peers);
  }

  /** A report of a server that neither says how far its log goes nor who its peers are. */
  public SelfReport(
      HostAddress address, Role role, Term term, String database, String instance, Instant at) {
    this(address, Self.of(role, term, database, instance), at, Progress.NONE, List.of());
  }

  /** What it does, as it says. */
  public Role role() {
    return self.role();
  }

  /** The epoch in which it does so. */
  public Term term() {
    return self.term();
  }

  /** The identity of its database, if it can tell. */
  public @Nullable String database() {
    return self.database();
  }

  /** The identity of the running server process. */
  public String instance() {
    return Objects.requireNonNull(self.instance());
  }

  @Override
  public String why() {
    String said =
        role() == Role.UNKNOWN
            ? address + " says it serves nothing"
            : address + " says it is a " + role().name().toLowerCase(Locale.ROOT);
    return term().equals(Term.NONE) ? said : said + " of term " + term();
  }

  @Override
  public Topology applyTo(Topology before) {
    return before
        .server(address)
        .map(server -> Election.decide(before, before.replaced(server.withReport(this)), this))
        .orElse(before);
  }
}
