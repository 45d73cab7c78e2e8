package io.swiveljdbc.topology;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one server at one moment.
 *
 * @param address how it is reached
 * @param health whether it answers
 * @param standing whether it belongs to the cluster
 * @param claim what it last said of its own role
 * @param role what the topology takes it for; {@link Role#WRITER} only for the one elected
 * @param term the term it last reported
 * @param database the identity of the database it last reported, null before its first report
 * @param instance the identity of the running server process, null before its first report
 * @param since the topology version from which connections to it are good: those opened at a
 *     smaller version are stale
 * @param doubtedAt the last topology version at which a session to it was lost: a connection last
 *     used before it must be checked before it is used again
 * @param problem why it is not used, in words for a person; null when nothing is wrong
 */
public record Server(
    HostAddress address,
    Health health,
    Standing standing,
    Role claim,
    Role role,
    Term term,
    @Nullable String database,
    @Nullable String instance,
    long since,
    long doubtedAt,
    @Nullable String problem) {

  /** A server that nobody has asked yet. */
  public static Server unasked(HostAddress address) {
    return new Server(
        address,
        Health.UNKNOWN,
        Standing.UNPROVEN,
        Role.UNKNOWN,
        Role.UNKNOWN,
        Term.NONE,
        null,
        null,
        0,
        0,
        null);
  }

  /** Whether transactions may start on it: it answers and has a role. */
  public boolean fit() {
    return health == Health.UP && role != Role.UNKNOWN;
  }

  /** Whether it says it is the writer, answers, and has a place in the cluster. */
  boolean claimsToWrite() {
    return health == Health.UP && standing == Standing.MEMBER && claim == Role.WRITER;
  }

  Server withHealth(Health newHealth, @Nullable String newProblem) {
    return new Server(
        address,
        newHealth,
        standing,
        claim,
        role,
        term,
        database,
        instance,
        since,
        doubtedAt,
        newProblem);
  }

  Server withStanding(Standing newStanding, @Nullable String newProblem) {
    return new Server(
        address,
        health,
        newStanding,
        claim,
        role,
        term,
        database,
        instance,
        since,
        doubtedAt,
        newProblem);
  }

  Server withRole(Role newRole) {
    return new Server(
        address, health, standing, claim, newRole, term, database, instance, since, doubtedAt,
        problem);
  }

  Server withSince(long newSince) {
    return new Server(
        address, health, standing, claim, role, term, database, instance, newSince, doubtedAt,
        problem);
  }

  Server withDoubtedAt(long version) {
    return new Server(
        address, health, standing, claim, role, term, database, instance, since, version, problem);
  }

  Server withReport(SelfReport report) {
    return new Server(
        address,
        Health.UP,
        standing == Standing.UNPROVEN ? Standing.MEMBER : standing,
        report.role(),
        role,
        report.term(),
        report.database(),
        report.instance(),
        since,
        doubtedAt,
        standing == Standing.DIVERGED ? problem : null);
  }

  /** One line for a person: address, role or problem. */
  @Override
  public String toString() {
    if (fit()) {
      return address + " " + role.name().toLowerCase(Locale.ROOT);
    }
    if (health == Health.UP && problem == null) {
      return address + " claims to be the writer";
    }
    String state = health.name().toLowerCase(Locale.ROOT);
    return problem == null ? address + " " + state : address + " unfit (" + problem + ")";
  }
}
