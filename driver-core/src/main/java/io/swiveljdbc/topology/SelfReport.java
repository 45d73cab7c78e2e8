package io.swiveljdbc.topology;

import java.time.Instant;

/**
 * What a server says of itself.
 *
 * @param address the address under which it was asked
 * @param role what it does: {@link Role#WRITER} is a claim, which the topology may refuse
 * @param term the epoch in which it does so; {@link Term#NONE} where the database has none or the
 *     server cannot tell
 * @param database the identity that all servers of one cluster share and other clusters do not
 *     (PostgreSQL: system identifier)
 * @param instance the identity of the running server process, the same under all its names and
 *     another one after a restart
 * @param at when it said so
 * @param progress how far its log goes; not part of a topology, since it changes all the time
 */
public record SelfReport(
    HostAddress address,
    Role role,
    Term term,
    String database,
    String instance,
    Instant at,
    Progress progress)
    implements Observation {

  /** A report of a server that does not say how far its log goes. */
  public SelfReport(
      HostAddress address, Role role, Term term, String database, String instance, Instant at) {
    this(address, role, term, database, instance, at, Progress.NONE);
  }

  @Override
  public String why() {
    String said = address + " says it is a " + role.name().toLowerCase(java.util.Locale.ROOT);
    return term.equals(Term.NONE) ? said : said + " of term " + term;
  }

  @Override
  public Topology applyTo(Topology before) {
    return before
        .server(address)
        .map(server -> Election.decide(before, before.replaced(server.withReport(this)), this))
        .orElse(before);
  }
}
