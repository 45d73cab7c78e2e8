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
 * answers. Without terms the later claim wins, that is the one of a server that was seen as a
 * reader. A writer that lost its place stays out until it calls itself a reader or shows a higher
 * term. A first claim waits until every seed has answered or failed, or until {@link ClaimsDue}.
 */
final class Election {

  private final Topology before;
  private final Observation observation;
  private final List<Server> servers;
  private Reign reign;
  private List<HostAddress> conflict = List.of();

  private Election(Topology before, List<Server> servers, Observation observation) {
    this.before = before;
    this.observation = observation;
    this.servers = new ArrayList<>(servers);
    this.reign = before.reign();
  }

  /** The topology after {@code observation} led to these {@code servers}. */
  static Topology decide(Topology before, List<Server> servers, Observation observation) {
    Membership membership = Membership.of(before, servers);
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
    assignRoles(writer);
    Topology candidate =
        new Topology(original.version(), servers, database, reign, settled, conflict);
    return candidate.equals(original) ? original : stamped(candidate, original);
  }

  private List<Server> claimsOfTheHighestTerm() {
    servers.replaceAll(this::restored);
    for (Server server : servers) {
      if (server.claimsToWrite()) {
        reign = reign.challengedBy(server, observation.at());
      }
    }
    servers.replaceAll(this::deposedByTerm);
    if (!reign.equals(before.reign())) {
      servers.replaceAll(Election::measuredAnew);
    }
    return servers.stream().filter(Server::claimsToWrite).toList();
  }

  /** A deposed writer that stepped down, or shows a higher term than any, is a member again. */
  private Server restored(Server server) {
    boolean back =
        server.standing() == Standing.DEPOSED
            && server.health() == Health.UP
            && (server.claim() != Role.WRITER || server.term().laterThan(before.term()));
    if (back) {
      return server.withStanding(Standing.MEMBER, null);
    }
    boolean insists = server.standing() == Standing.DEPOSED && server.health() == Health.UP;
    return insists ? deposed(server) : server;
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
    @Nullable Server holder = holder();
    if (holder != null && holder.health() != Health.DOWN) {
      List<Server> rivals =
          claims.stream().filter(claim -> !claim.address().equals(holder.address())).toList();
      List<Server> later = rivals.stream().filter(this::wasReader).toList();
      if (reign.term().equals(Term.NONE) && later.size() == 1) {
        return later.get(0);
      }
      conflict = rivals.isEmpty() ? List.of() : addresses(holder, rivals);
      return holder;
    }
    if (claims.size() > 1) {
      conflict = addresses(claims.get(0), claims.subList(1, claims.size()));
      return null;
    }
    return claims.isEmpty() ? holder : claims.get(0);
  }

  /** The writer until now, if nothing speaks against it but perhaps that it does not answer. */
  private @Nullable Server holder() {
    return before
        .writer()
        .flatMap(writer -> find(writer.address()))
        .filter(now -> now.claim() == Role.WRITER && now.standing() == Standing.MEMBER)
        .orElse(null);
  }

  private boolean wasReader(Server claim) {
    return before.server(claim.address()).map(s -> s.role() == Role.READER).orElse(false);
  }

  private void assignRoles(@Nullable Server writer) {
    @Nullable HostAddress elected = writer == null ? null : writer.address();
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      boolean replaced =
          elected != null
              && !server.address().equals(elected)
              && server.standing() == Standing.MEMBER
              && server.claim() == Role.WRITER
              && before.writer().map(w -> w.address().equals(server.address())).orElse(false);
      Server placed = replaced ? deposed(server) : server;
      servers.set(i, placed.withRole(roleOf(placed, elected)));
    }
  }

  private static Role roleOf(Server server, @Nullable HostAddress elected) {
    if (server.standing() != Standing.MEMBER) {
      return Role.UNKNOWN;
    }
    if (server.claim() == Role.WRITER) {
      return server.address().equals(elected) ? Role.WRITER : Role.UNKNOWN;
    }
    return server.claim();
  }

  /** Gives the new topology its version, and the changed servers the version they are good from. */
  private static Topology stamped(Topology candidate, Topology original) {
    long version = original.version() + 1;
    List<Server> stamped =
        candidate.servers().stream()
            .map(server -> renewed(server, original) ? server.withSince(version) : server)
            .toList();
    return new Topology(
        version,
        stamped,
        candidate.database(),
        candidate.reign(),
        candidate.settled(),
        candidate.conflict());
  }

  /** Whether connections opened to the server until now are of no use. */
  private static boolean renewed(Server now, Topology original) {
    @Nullable Server then = original.server(now.address()).orElse(null);
    if (then == null) {
      return true;
    }
    boolean cameBack = then.health() == Health.DOWN && now.health() != Health.DOWN;
    return cameBack
        || then.role() != now.role()
        || !Objects.equals(then.instance(), now.instance());
  }

  private Optional<Server> find(HostAddress address) {
    return servers.stream().filter(server -> server.address().equals(address)).findFirst();
  }

  private static List<HostAddress> addresses(Server first, List<Server> others) {
    List<HostAddress> addresses = new ArrayList<>(List.of(first.address()));
    others.forEach(server -> addresses.add(server.address()));
    return addresses;
  }
}
