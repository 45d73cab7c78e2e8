package io.swiveljdbc.topology;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one server at one moment.
 *
 * @param address how it is reached
 * @param health whether it answers
 * @param standing whether it belongs to the cluster
 * @param self what it last said it is
 * @param role what the topology takes it for; {@link Role#WRITER} only for the one elected
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
    Self self,
    Role role,
    long since,
    long doubtedAt,
    @Nullable String problem) {

  /** A server that nobody has asked yet. */
  public static Server unasked(HostAddress address) {
    return new Server(
        address, Health.UNKNOWN, Standing.UNPROVEN, Self.UNTOLD, Role.UNKNOWN, 0, 0, null);
  }

  /** What it last said of its own role. */
  public Role claim() {
    return self.role();
  }

  /** The term it last reported. */
  public Term term() {
    return self.term();
  }

  /** The identity of the database it last reported, null if it could not tell or was not asked. */
  public @Nullable String database() {
    return self.database();
  }

  /** The identity of the running server process, null before its first report. */
  public @Nullable String instance() {
    return self.instance();
  }

  /**
   * Whether others may know of another writer before it does: while it is on its way out of its
   * group it says for seconds what it was, and its commits hang.
   */
  public boolean mayBeSucceededUnheard() {
    return role == Role.WRITER && self.elected();
  }

  /**
   * Whether its commits wait for peers that it does not reach, while these have another writer: it
   * may be cut off from them for as long as it likes, and would let nobody know.
   */
  public boolean waitsInVain(Topology among) {
    return health == Health.UP
        && claim() == Role.UNKNOWN
        && self.elected()
        && among.writer().filter(Server::fit).isPresent();
  }

  /** Whether transactions may start on it: it answers and has a role. */
  public boolean fit() {
    return health == Health.UP && role != Role.UNKNOWN;
  }

  /** Whether it says it is the writer, answers, and has a place in the cluster. */
  boolean claimsToWrite() {
    return answersAsMember() && claim() == Role.WRITER;
  }

  /** Whether it answers and has a place in the cluster. */
  boolean answersAsMember() {
    return health == Health.UP && standing == Standing.MEMBER;
  }

  Server withHealth(Health newHealth, @Nullable String newProblem) {
    return new Server(address, newHealth, standing, self, role, since, doubtedAt, newProblem);
  }

  Server withStanding(Standing newStanding, @Nullable String newProblem) {
    return new Server(address, health, newStanding, self, role, since, doubtedAt, newProblem);
  }

  Server withRole(Role newRole) {
    return new Server(address, health, standing, self, newRole, since, doubtedAt, problem);
  }

  Server withSince(long newSince) {
    return new Server(address, health, standing, self, role, newSince, doubtedAt, problem);
  }

  Server withDoubtedAt(long version) {
    return new Server(address, health, standing, self, role, since, version, problem);
  }

  Server withReport(SelfReport report) {
    boolean afresh = standing == Standing.UNPROVEN || standing == Standing.BEHIND;
    return new Server(
        address,
        Health.UP,
        afresh ? Standing.MEMBER : standing,
        report.self(),
        role,
        since,
        doubtedAt,
        standing == Standing.DIVERGED ? problem : null);
  }

  /** One line for a person: address, role or problem, and what else there is to know. */
  @Override
  public String toString() {
    if (fit()) {
      return address + " " + role.name().toLowerCase(Locale.ROOT);
    }
    if (health == Health.UP && problem == null) {
      return address
          + (claim() == Role.WRITER ? " claims to be the writer" : " is unfit")
          + noted();
    }
    String state = health.name().toLowerCase(Locale.ROOT);
    return problem == null ? address + " " + state : address + " unfit (" + problem + ")" + noted();
  }

  private String noted() {
    return health == Health.UP && self.note() != null ? " (" + self.note() + ")" : "";
  }
}
