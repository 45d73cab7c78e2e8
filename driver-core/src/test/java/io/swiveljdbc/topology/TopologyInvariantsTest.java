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
    require(!writer || server.claim() == Role.WRITER, "a writer that does not say so");
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
    return random.nextBoolean()
        ? new ClaimsDue(NOON)
        : new Divergence(address, 9, NAMES.get(random.nextInt(NAMES.size())), 8, NOON);
  }

  private static SelfReport report(HostAddress address, Random random) {
    boolean writer = random.nextInt(5) < 2;
    Term term = writer && random.nextInt(4) > 0 ? new Term(1 + random.nextInt(4)) : Term.NONE;
    String database = random.nextInt(8) == 0 ? "other" : "shop";
    String instance = random.nextInt(10) == 0 ? "shared" : address.host() + random.nextInt(2);
    Role role = writer ? Role.WRITER : Role.READER;
    return new SelfReport(address, role, term, database, instance, NOON);
  }
}
