package io.swiveljdbc.topology;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topology spec: what is seen of a cluster, line by line, and behind {@code ->} what is
 * then known.
 *
 * <pre>{@code
 * # a comment
 * seeds a b c
 * a writer term 1                  -> no writer; unasked b c; waiting a; term 1; unsettled; stale a
 * b reader                         -> …
 * }</pre>
 *
 * <p>What can be seen of a server {@code a}:
 *
 * <ul>
 *   <li>{@code a writer}, {@code a reader}, {@code a unfit}: it says so of itself, and {@code a
 *       willing} that it is a reader that could be the writer; perhaps with {@code term 2}, {@code
 *       view 2} (a term that may have several writers), {@code database other} (else it is {@code
 *       shop}; {@code untold} is none), {@code instance a2} (else {@code a1}), {@code elected} (its
 *       peers elect the writer);
 *   <li>{@code a lost a session}, {@code a is unreachable}, {@code a refuses the login}, {@code a
 *       is not ready}; with {@code (old)} behind it: of a connection that was stale already;
 *   <li>{@code b outruns a}: it has replayed what the writer a had not written;
 *   <li>{@code b succeeds a}: it had what the writer a has written, and more;
 *   <li>{@code a names a b d}: it says who is in the cluster;
 *   <li>{@code time is up}: a first claim has waited long enough for the other seeds.
 * </ul>
 *
 * <p>What is known: {@code unchanged}, or all of these, in this order, what is empty left out:
 * {@code writer a} or {@code no writer}; {@code readers b c}; the servers that are not used, by why
 * ({@code unasked}, {@code suspect}, {@code refusing}, {@code down}, {@code deposed}, {@code
 * diverged}, {@code behind}, {@code alias}, {@code stranger}, {@code rebuilt}, {@code apart},
 * {@code waiting}: it claims to be the writer and is not elected, {@code unfit}); {@code conflict a
 * b}; {@code term 2}; {@code unsettled}; {@code stale a}: to these servers connections opened
 * before are of no use from this line on. Then, if wanted, {@code a says "words"}: what is wrong
 * with it has these words in it.
 */
final class TopologySpec {

  private static final Pattern REPORT =
      Pattern.compile(
          "(\\w+) (writer|reader|willing|unfit)(?: (term|view) (\\d+))?(?: database (\\w+))?"
              + "(?: instance (\\w+))?( elected)?");
  private static final Pattern FAILURE =
      Pattern.compile(
          "(\\w+) (lost a session|is unreachable|refuses the login|is not ready)( \\(old\\))?");
  private static final Pattern OUTRUNS = Pattern.compile("(\\w+) outruns (\\w+)");
  private static final Pattern SUCCEEDS = Pattern.compile("(\\w+) succeeds (\\w+)");
  private static final Pattern NAMES = Pattern.compile("(\\w+) names (.*)");
  private static final Pattern SAYS = Pattern.compile("(\\w+) says \"(.*)\"");
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  /** Of two logs only what they prove counts here. */
  static final Position FAR = other -> true;

  static final Position NEAR = other -> false;

  private final String file;
  private Topology topology = Topology.of(List.of());
  private int line;

  TopologySpec(String file) {
    this.file = file;
  }

  Topology topology() {
    return topology;
  }

  void check(List<String> lines) {
    for (String text : lines) {
      line++;
      String[] sides = text.replaceFirst("(^|\\s)#.*", "").split("->", -1);
      if (!sides[0].isBlank()) {
        step(sides[0].strip(), sides.length > 1 ? sides[1].strip() : null);
      }
    }
  }

  private void step(String seen, @Nullable String expected) {
    if (seen.startsWith("seeds ")) {
      topology = Topology.of(addresses(seen.substring("seeds ".length())));
      return;
    }
    Topology before = topology;
    Observation observation = observation(seen);
    topology = observation.applyTo(before);
    if (!topology.equals(observation.applyTo(before))) {
      throw new AssertionError(place(seen) + "two answers to one question");
    }
    if (expected != null) {
      compare(seen, expected, before);
    }
  }

  private void compare(String seen, String expected, Topology before) {
    List<String> wanted = new ArrayList<>(Arrays.asList(expected.split("; ", -1)));
    for (String fact : wanted) {
      Matcher says = SAYS.matcher(fact);
      if (says.matches()) {
        String problem = String.valueOf(server(says.group(1)).problem());
        if (!problem.contains(says.group(2))) {
          throw new AssertionError(
              "%s\n  expected  %s\n  got       %s".formatted(place(seen), fact, problem));
        }
      }
    }
    wanted.removeIf(fact -> SAYS.matcher(fact).matches());
    String got = known(before, topology);
    if (!got.equals(String.join("; ", wanted))) {
      throw new AssertionError(
          "%s\n  expected  %s\n  got       %s"
              .formatted(place(seen), String.join("; ", wanted), got));
    }
  }

  private String place(String seen) {
    return file + ":" + line + ": " + seen;
  }

  private Observation observation(String seen) {
    Matcher report = REPORT.matcher(seen);
    if (report.matches()) {
      return report(report);
    }
    Matcher failure = FAILURE.matcher(seen);
    if (failure.matches()) {
      return failure(failure);
    }
    Matcher outruns = OUTRUNS.matcher(seen);
    if (outruns.matches()) {
      return new Divergence(address(outruns.group(1)), FAR, address(outruns.group(2)), NEAR, NOON);
    }
    Matcher succeeds = SUCCEEDS.matcher(seen);
    if (succeeds.matches()) {
      return new Succession(address(succeeds.group(1)), address(succeeds.group(2)), NOON);
    }
    Matcher names = NAMES.matcher(seen);
    if (names.matches()) {
      return new MemberReport(address(names.group(1)), addresses(names.group(2)), NOON);
    }
    if (seen.equals("time is up")) {
      return new ClaimsDue(NOON);
    }
    throw new AssertionError(place(seen) + "\n  cannot be read");
  }

  private static SelfReport report(Matcher says) {
    Role role =
        switch (says.group(2)) {
          case "writer" -> Role.WRITER;
          case "unfit" -> Role.UNKNOWN;
          default -> Role.READER;
        };
    Term term =
        says.group(3) == null
            ? Term.NONE
            : new Term(Long.parseLong(says.group(4)), says.group(3).equals("term"));
    String database = Optional.ofNullable(says.group(5)).orElse("shop");
    String instance = Optional.ofNullable(says.group(6)).orElse(says.group(1) + "1");
    Self plain = Self.of(role, term, database.equals("untold") ? null : database, instance);
    Self self = says.group(7) == null ? plain : plain.electedByPeers();
    return new SelfReport(
        address(says.group(1)),
        says.group(2).equals("willing") ? self.volunteering() : self,
        NOON,
        Progress.NONE,
        List.of());
  }

  private Failure failure(Matcher seen) {
    long openedAt = seen.group(3) == null ? topology.version() : server(seen.group(1)).since() - 1;
    Failure.Kind kind =
        switch (seen.group(2)) {
          case "lost a session" -> Failure.Kind.SESSION_LOST;
          case "is unreachable" -> Failure.Kind.UNREACHABLE;
          case "is not ready" -> Failure.Kind.NOT_READY;
          default -> Failure.Kind.LOGIN_REFUSED;
        };
    return new Failure(address(seen.group(1)), openedAt, kind, seen.group(2), NOON);
  }

  private Server server(String name) {
    return topology
        .server(address(name))
        .orElseThrow(() -> new AssertionError(file + ":" + line + ": no server " + name));
  }

  @SuppressWarnings("ReferenceEquality") // an observation that changes nothing returns its argument
  static String known(Topology before, Topology now) {
    if (before == now) {
      return "unchanged";
    }
    List<String> facts = new ArrayList<>();
    facts.add(now.writer().filter(Server::fit).map(w -> "writer " + name(w)).orElse("no writer"));
    add(facts, "readers", now, server -> server.fit() && server.role() == Role.READER);
    for (String why : REASONS) {
      add(facts, why, now, server -> why.equals(reason(server)));
    }
    if (!now.conflict().isEmpty()) {
      facts.add("conflict " + now.conflict().stream().map(HostAddress::host).collect(joining(" ")));
    }
    if (!now.term().equals(Term.NONE)) {
      facts.add("term " + now.term());
    }
    if (!now.settled()) {
      facts.add("unsettled");
    }
    add(facts, "stale", now, server -> server.since() == now.version());
    return String.join("; ", facts);
  }

  private static final List<String> REASONS =
      List.of(
          "unasked",
          "suspect",
          "refusing",
          "down",
          "deposed",
          "diverged",
          "behind",
          "alias",
          "stranger",
          "rebuilt",
          "apart",
          "waiting",
          "unfit");

  /** Why a server is not used; null when it is. */
  private static @Nullable String reason(Server server) {
    if (server.fit()) {
      return null;
    }
    return switch (server.health()) {
      case UNKNOWN -> "unasked";
      case UP ->
          server.standing() == Standing.MEMBER
              ? server.claim() == Role.WRITER ? "waiting" : "unfit"
              : server.standing().name().toLowerCase(java.util.Locale.ROOT);
      default -> server.health().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static void add(List<String> facts, String fact, Topology now, Predicate<Server> which) {
    List<String> names = now.servers().stream().filter(which).map(TopologySpec::name).toList();
    if (!names.isEmpty()) {
      facts.add(fact + " " + String.join(" ", names));
    }
  }

  private static String name(Server server) {
    return server.address().host();
  }

  static HostAddress address(String name) {
    return new HostAddress(name, 5432);
  }

  private static List<HostAddress> addresses(String names) {
    return Arrays.stream(names.split(" ", -1)).map(TopologySpec::address).toList();
  }
}
