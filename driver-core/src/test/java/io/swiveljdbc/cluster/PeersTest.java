package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who is in a cluster beyond its seeds, by what the servers say of each other. */
class PeersTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final Peers peers = new Peers(addresses("a b"));
  private Topology topology = Topology.of(addresses("a b"));

  @Test
  void nothing_is_said_where_nobody_names_anybody() {
    says("a", Role.WRITER, "");
    says("b", Role.READER, "");

    assertThat(known()).isEqualTo("a b");
  }

  @Test
  void whoever_is_named_joins_and_whom_that_one_names() {
    says("b", Role.READER, "b c");
    says("c", Role.READER, "c d");

    assertThat(known()).isEqualTo("a b c d");
  }

  @Test
  void a_seed_stays_though_nobody_names_it() {
    says("a", Role.WRITER, "a c");
    says("b", Role.READER, "");
    says("c", Role.READER, "c");

    assertThat(known()).isEqualTo("a b c");
  }

  @Test
  void who_was_named_by_the_dead_stays_while_it_answers() {
    says("a", Role.WRITER, "a c");
    says("c", Role.READER, "");
    isDown("a");
    says("c", Role.READER, "");
    assertThat(known()).isEqualTo("a b c");

    isDown("c");
    says("b", Role.READER, "");

    assertThat(known()).isEqualTo("a b");
  }

  @Test
  void who_counts_itself_in_stays_though_others_do_not() {
    says("a", Role.WRITER, "a c");
    says("c", Role.READER, "c a");
    says("a", Role.WRITER, "a");
    assertThat(known()).isEqualTo("a b c");

    says("c", Role.READER, "");

    assertThat(known()).isEqualTo("a b");
  }

  @Test
  void a_stranger_has_no_say() {
    says("a", Role.WRITER, "");
    says("b", "staging", "b c d");

    assertThat(known()).isEqualTo("a b");
  }

  @Test
  void it_joins_again_when_it_is_named_again() {
    says("a", Role.WRITER, "a c");
    isDown("c");
    says("a", Role.WRITER, "a");
    assertThat(known()).isEqualTo("a b");

    says("a", Role.WRITER, "a c");

    assertThat(known()).isEqualTo("a b c");
  }

  private void says(String server, Role role, String named) {
    says(server, Self.of(role, Term.NONE, "shop", server), named);
  }

  private void says(String server, String database, String named) {
    says(server, Self.of(Role.READER, Term.NONE, database, server), named);
  }

  private void says(String server, Self self, String named) {
    SelfReport report =
        new SelfReport(address(server), self, NOON, Progress.NONE, addresses(named));
    topology = report.applyTo(topology);
    topology = peers.news(report, topology).map(news -> news.applyTo(topology)).orElse(topology);
  }

  private void isDown(String server) {
    topology =
        new Failure(
                address(server),
                topology.version(),
                Failure.Kind.UNREACHABLE,
                "connection refused",
                NOON)
            .applyTo(topology);
  }

  private String known() {
    return topology.servers().stream()
        .map(Server::address)
        .map(HostAddress::host)
        .collect(Collectors.joining(" "));
  }

  private static HostAddress address(String name) {
    return new HostAddress(name, 3306);
  }

  private static List<HostAddress> addresses(String names) {
    return Arrays.stream(names.split(" ", -1))
        .filter(name -> !name.isEmpty())
        .map(PeersTest::address)
        .toList();
  }
}
