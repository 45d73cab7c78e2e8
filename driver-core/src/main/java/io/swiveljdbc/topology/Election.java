package io.swiveljdbc.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides from what the servers say who is the writer: the pure step behind every observation.
 *
 * <p>The rules. Terms decide between two claims. With equal terms the holder stays while it
 * answers. Where a term may have several writers, or there is none, the later claim wins, that is
 * the one of a server that was seen as a reader. Two that nothing decides between are in conflict,
 * and then neither is trusted for that the other is not reached just now. A writer that lost its
 * place stays out until it calls itself a reader or shows a higher term. A first claim waits until
 * every seed has answered or failed, or until {@link ClaimsDue}. Where nobody claims to be the
 * writer, the first of those that are willing to be is made it.
 */
final class Election {

  private final Topology before;
  private final Observation observation;
  private final List<Server> servers;
  private Reign reign;
  private List<Server> conflict = List.of();

  /** All other claims are known to be earlier than the elected one's. */
  private boolean latest;

  private Election(Topology before, List<Server> servers, Observation observation) {
    this.before = before;
    this.observation = observation;
    this.servers = new ArrayList<>(servers);
    this.reign = before.reign();
  }

  /** The topology after {@code observation} led to these {@code servers}. */
  static Topology decide(Topology before, List<Server> servers, Observation observation) {
    Membership membership = Membership.of(before, servers, observation);
    Topology base = membership.afresh() ? forgotten(before, membership.database()) : before;
    return new Election(base, membership.servers(), observation).run(membership.database(), before);
  }

  /** Another database lives behind the names now: neither terms nor roles of the old one count. */
  private static Topology forgotten(Topology before, @Nullable String database) {
    List<Server> roleless =
        before.servers().stream().map(server -> server.withRole(Role.UNKNOWN)).toList();
    return new Topology(before.version(), roleless, database, Reign.NONE, false, List.of());
  }

  private Topology run(@Nullable String database, Topology original) {
    boolean settled =
        before.settled()
            || observation instanceof ClaimsDue
            || servers.stream().allMatch(server -> server.health().known());
    List<Server> claims = claimsOfTheHighestTerm();
    @Nullable Server writer = settled ? elect(claims) : null;
    if (!reign.equals(before.reign()) || (writer != null && !held(writer))) {
      servers.replaceAll(Election::measuredAnew);
    }
    assignRoles(writer);
    if (writer != null && writer.self().willing()) {
      reign = reign.challengedBy(writer, observation.at());
    }
    Topology candidate =
        new Topology(original.version(), servers, database, reign, settled, addresses(conflict));
    return candidate.equals(original) ? original : Renewal.stamped(candidate, original);
  }

  private List<Server> claimsOfTheHighestTerm() {
    servers.replaceAll(this::restored);
    for (Server server : servers) {
      if (server.claimsToWrite()) {
        reign = reign.challengedBy(server, observation.at());
      }
    }
    servers.replaceAll(this::deposedByTerm);
    servers.replaceAll(this::leftBehind);
    return servers.stream().filter(Server::claimsToWrite).toList();
  }

  /** A deposed writer that stepped down, or shows a higher term than any, is a member again. */
  private Server restored(Server server) {
    boolean back =
        server.standing() == Standing.DEPOSED
            && server.health() == Health.UP
            && (server.claim() != Role.WRITER
                || server.term().laterThan(before.term())
                || isWriterAgain(server));
    if (back) {
      return server.withStanding(Standing.MEMBER, null);
    }
    boolean insists = server.standing() == Standing.DEPOSED && server.health() == Health.UP;
    return insists ? deposed(server) : server;
  }

  /**
   * Within a term that the servers agree on, whoever took its place has stepped down, so that the
   * place came back to it before it was asked in between.
   */
  private boolean isWriterAgain(Server server) {
    return !server.term().exclusive()
        && !server.term().equals(Term.NONE)
        && server.term().equals(before.term())
        && observation instanceof SelfReport report
        && report.address().equals(server.address())
        && servers.stream()
            .noneMatch(s -> s.standing() == Standing.MEMBER && s.claim() == Role.WRITER);
  }

  /** Another writer may be the one whose history a reader has. */
  private static Server measuredAnew(Server server) {
    return server.standing() == Standing.DIVERGED
        ? server.withStanding(Standing.MEMBER, null)
        : server;
  }

  /** A claim of a lower term is over at once, whether or not who made it answers just now. */
  private Server deposedByTerm(Server server) {
    boolean late =
        server.standing() == Standing.MEMBER
            && server.claim() == Role.WRITER
            && reign.term().laterThan(server.term());
    return late ? deposed(server) : server;
  }

  /**
   * A reader that shows an earlier term even now has not followed, or is about to be told that it
   * is out. What others said before the term changed is no such sign.
   */
  private Server leftBehind(Server server) {
    boolean behind =
        observation instanceof SelfReport report
            && report.address().equals(server.address())
            && server.standing() == Standing.MEMBER
            && server.claim() == Role.READER
            && !server.term().equals(Term.NONE)
            && reign.term().laterThan(server.term());
    return behind
        ? server.withStanding(
            Standing.BEHIND,
            "shows term %s, but term %s was seen at %s"
                .formatted(server.term(), reign.term(), reign.seenAt()))
        : server;
  }

  private Server deposed(Server server) {
    String problem =
        reign.writer() == null || !reign.term().laterThan(server.term())
            ? "was replaced as the writer and has not stepped down"
            : "claims to be the writer of term %s, but %s was seen with term %s at %s"
                .formatted(server.term(), reign.writer(), reign.term(), reign.seenAt());
    boolean answers = server.health() == Health.UP;
    return server.withStanding(Standing.DEPOSED, answers ? problem : server.problem());
  }

  private @Nullable Server elect(List<Server> claims) {
    List<Server> later = claims.stream().filter(this::wasReader).toList();
    if (!reign.term().exclusive() && later.size() == 1) {
      latest = true;
      return later.get(0);
    }
    @Nullable Server holder = holder(claims);
    boolean holds = holder != null && holder.health() != Health.DOWN;
    List<Server> parties = parties(claims, holds ? holder : null);
    if (parties.size() > 1) {
      conflict = parties;
      return holds || !reign.term().exclusive() ? holder : null;
    }
    if (claims.isEmpty()) {
      return holds ? holder : volunteerOr(holder);
    }
    return parties.get(0);
  }

  /**
   * Who may be the writer. A party of a conflict that nothing has decided remains one while it does
   * not answer, unless each writer begins a new term: whoever is left may be a replica of it.
   */
  private List<Server> parties(List<Server> claims, @Nullable Server holder) {
    List<Server> parties = new ArrayList<>();
    if (holder != null) {
      parties.add(holder);
    }
    for (Server server : servers) {
      boolean undecided =
          !reign.term().exclusive()
              && before.conflict().contains(server.address())
              && server.standing() == Standing.MEMBER
              && server.claim() == Role.WRITER;
      boolean holds = holder != null && holder.address().equals(server.address());
      if (!holds && (undecided || claims.contains(server))) {
        parties.add(server);
      }
    }
    return parties;
  }

  private @Nullable Server volunteerOr(@Nullable Server holder) {
    return servers.stream()
        .filter(Server::answersAsMember)
        .filter(this::mayWrite)
        .findFirst()
        .orElse(holder);
  }

  private boolean mayWrite(Server server) {
    return server.self().willing() && !reign.term().laterThan(server.term());
  }

  /**
   * The writer until now, if nothing speaks against it but perhaps that it does not answer; one
   * that was merely willing gives way to any claim.
   */
  private @Nullable Server holder(List<Server> claims) {
    return before
        .writer()
        .flatMap(writer -> find(writer.address()))
        .filter(now -> now.claim() == Role.WRITER || (mayWrite(now) && claims.isEmpty()))
        .filter(now -> now.standing() == Standing.MEMBER)
        .orElse(null);
  }

  /** Seen as a reader and restarted since, it may take writes for that alone. */
  private boolean wasReader(Server claim) {
    return before
        .server(claim.address())
        .filter(then -> then.role() == Role.READER && then.claim() == Role.READER)
        .map(then -> Objects.equals(then.instance(), claim.instance()))
        .orElse(false);
  }

  private void assignRoles(@Nullable Server writer) {
    @Nullable HostAddress elected = writer == null ? null : writer.address();
    boolean readable = elected == null && !reign.term().exclusive() && nobodyReads();
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      boolean replaced =
          elected != null
              && !server.address().equals(elected)
              && server.standing() == Standing.MEMBER
              && server.claim() == Role.WRITER
              && (latest || held(server));
      Server placed = replaced ? deposed(server) : server;
      servers.set(i, placed.withRole(roleOf(placed, elected, readable)));
    }
  }

  private boolean held(Server server) {
    return before.writer().map(w -> w.address().equals(server.address())).orElse(false);
  }

  private boolean nobodyReads() {
    return servers.stream()
        .noneMatch(server -> server.answersAsMember() && server.claim() == Role.READER);
  }

  /**
   * What it is used for.
   *
   * @param readable whether reads go on with those that are in conflict about who writes: one of
   *     them is the writer, and nobody else answers
   */
  private Role roleOf(Server server, @Nullable HostAddress elected, boolean readable) {
    if (server.standing() != Standing.MEMBER) {
      return Role.UNKNOWN;
    }
    if (server.address().equals(elected)) {
      return Role.WRITER;
    }
    if (server.claim() == Role.WRITER) {
      return readable && conflict.contains(server) ? Role.READER : Role.UNKNOWN;
    }
    return server.claim();
  }

  private Optional<Server> find(HostAddress address) {
    return servers.stream().filter(server -> server.address().equals(address)).findFirst();
  }

  private static List<HostAddress> addresses(List<Server> servers) {
    return servers.stream().map(Server::address).toList();
  }
}
