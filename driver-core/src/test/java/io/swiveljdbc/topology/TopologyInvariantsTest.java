package io.swiveljdbc.topology;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds whatever is seen, in whatever order. */
class TopologyInvariantsTest {

  private static final int SEQUENCES = 6_000;
  private static final int STEPS = 40;
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final List<Failure.Kind> FAILURES = List.of(Failure.Kind.values());
  private static final List<HostAddress> NAMES =
      Stream.of("a", "b", "c", "d").map(TopologySpec::address).toList();

  private final List<Object> history = new ArrayList<>();

  @Test
  void hold_over_many_random_observations() {
    Set<Health> healths = EnumSet.noneOf(Health.class);
    Set<Standing> standings = EnumSet.noneOf(Standing.class);
    int writers = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      Random random = new Random(sequence);
      Topology topology = Topology.of(NAMES.subList(0, 1 + random.nextInt(4)));
      history.clear();
      history.add("sequence " + sequence);
      history.add(topology);
      for (int step = 0; step < STEPS; step++) {
        topology = observed(topology, random);
        topology.servers().forEach(server -> healths.add(server.health()));
        topology.servers().forEach(server -> standings.add(server.standing()));
        writers += topology.writer().isPresent() ? 1 : 0;
      }
    }
    assertThat(healths).containsExactlyInAnyOrder(Health.values());
    assertThat(standings).containsExactlyInAnyOrder(Standing.values());
    assertThat(writers).isBetween(SEQUENCES * STEPS / 4, SEQUENCES * STEPS - 1);
  }

  @SuppressWarnings("ReferenceEquality") // an observation that changes nothing returns its argument
  private Topology observed(Topology before, Random random) {
    Observation observation = observation(before, random);
    Topology after = observation.applyTo(before);
    history.add(observation);
    history.add(after);
    require(after.equals(observation.applyTo(before)), "two answers to one question");
    require((after == before) == after.equals(before), "the same in another object");
    require(after == before || after.version() == before.version() + 1, "version");
    boolean sameDatabase = Objects.equals(before.database(), after.database());
    require(!sameDatabase || !before.term().laterThan(after.term()), "the term fell");
    long writers = after.servers().stream().filter(s -> s.role() == Role.WRITER).count();
    require(writers <= 1, "more than one writer");
    after.servers().forEach(server -> check(server, before, after));
    return after;
  }

  private void check(Server server, Topology before, Topology after) {
    boolean writer = server.role() == Role.WRITER;
    require(!writer || !after.term().laterThan(server.term()), "a writer of a lower term");
    require(!writer || after.settled(), "a writer before the topology is settled");
    boolean able = server.claim() == Role.WRITER || server.self().willing();
    require(!writer || able, "a writer that neither says so nor is willing");
    boolean disputed = after.conflict().contains(server.address()) && !after.term().exclusive();
    boolean reader = server.role() == Role.READER;
    require(!reader || server.claim() == Role.READER || disputed, "a reader that does not say so");
    require(server.since() <= after.version(), "good from a version that was not yet");
    require(!server.fit() || server.health() == Health.UP, "fit and not up");
    require(!server.fit() || server.standing() == Standing.MEMBER, "fit and no member");
    boolean roleMoved =
        before.server(server.address()).map(then -> then.role() != server.role()).orElse(false);
    require(!roleMoved || server.since() == after.version(), "a new role and old connections");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      int from = Math.max(0, history.size() - 20);
      String last = history.stream().skip(from).map(String::valueOf).collect(joining("\n"));
      throw new AssertionError(otherwise + ", " + history.get(0) + "\n" + last);
    }
  }

  private static Observation observation(Topology topology, Random random) {
    HostAddress address = NAMES.get(random.nextInt(NAMES.size()));
    int kind = random.nextInt(20);
    if (kind < 11) {
      return report(address, random);
    }
    if (kind < 18) {
      long openedAt = topology.version() - (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
      Failure.Kind what = FAILURES.get(random.nextInt(FAILURES.size()));
      return new Failure(address, openedAt, what, "it broke", NOON);
    }
    if (kind == 18) {
      List<HostAddress> members =
          IntStream.range(0, 1 + random.nextInt(4)).mapToObj(NAMES::get).toList();
      return new MemberReport(address, members, NOON);
    }
    HostAddress other = NAMES.get(random.nextInt(NAMES.size()));
    return switch (random.nextInt(3)) {
      case 0 -> new ClaimsDue(NOON);
      case 1 -> new Succession(address, other, NOON);
      default -> new Divergence(address, TopologySpec.FAR, other, TopologySpec.NEAR, NOON);
    };
  }

  private static SelfReport report(HostAddress address, Random random) {
    boolean writer = random.nextInt(5) < 2;
    Term term =
        random.nextInt(4) > 0 && (writer || random.nextInt(4) == 0)
            ? new Term(1 + random.nextInt(4), random.nextBoolean())
            : Term.NONE;
    String database = random.nextInt(8) == 0 ? "other" : "shop";
    String instance = random.nextInt(10) == 0 ? "shared" : address.host() + random.nextInt(2);
    boolean unfit = !writer && random.nextInt(8) == 0;
    Role role = writer ? Role.WRITER : unfit ? Role.UNKNOWN : Role.READER;
    boolean telling = random.nextInt(10) > 0;
    Self plain = Self.of(role, term, telling ? database : null, instance);
    Self self = random.nextInt(4) == 0 ? plain.electedByPeers() : plain;
    boolean willing = role == Role.READER && random.nextInt(4) == 0;
    return new SelfReport(
        address, willing ? self.volunteering() : self, NOON, Progress.NONE, List.of());
  }
}
