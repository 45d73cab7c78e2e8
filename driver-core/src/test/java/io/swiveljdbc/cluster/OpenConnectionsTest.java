package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose connections are ended. */
class OpenConnectionsTest {

  private static final HostAddress A = new HostAddress("a", 3306);
  private static final HostAddress B = new HostAddress("b", 3306);

  private static final Wire.Sleeper NOBODY =
      new Wire.Sleeper() {
        @Override
        public boolean asleep() {
          return false;
        }

        @Override
        public void wake() {}
      };

  private final Topology began =
      says(says(Topology.of(List.of(A, B)), A, Role.WRITER, 5), B, Role.READER, 5);
  private final OpenConnections connections = new OpenConnections(NOBODY, Duration.ofSeconds(1));
  private final Wire wire = new Wire(Duration.ofSeconds(1));

  OpenConnectionsTest() {
    connections.add(A, wire);
  }

  private static Topology says(Topology before, HostAddress address, Role role, long view) {
    Self self = Self.of(role, new Term(view, false), "shop", address.host()).electedByPeers();
    return says(before, address, self);
  }

  private static Topology says(Topology before, HostAddress address, Self self) {
    return new SelfReport(address, self, Instant.now(), Progress.NONE, List.of()).applyTo(before);
  }

  private static Self serving(String nothing) {
    return Self.of(Role.UNKNOWN, Term.NONE, null, nothing);
  }

  /** By default a group's primary lets its commits wait for ever when it is cut off. */
  @Test
  void those_to_a_writer_that_waits_for_its_peers_end_when_these_have_another_one() {
    Topology cutOff = says(began, A, serving("a").electedByPeers());
    assertThat(connections.condemnLost(cutOff)).as("it may be reached again").isEmpty();
    assertThat(connections.lost(cutOff, A)).isFalse();

    Topology goesOn = says(cutOff, B, Role.WRITER, 6);
    assertThat(goesOn.writer()).isPresent();
    assertThat(connections.condemnLost(goesOn)).containsExactly(wire);
    assertThat(connections.lost(goesOn, A)).isTrue();
    assertThat(connections.lost(goesOn, B)).isFalse();
  }

  @Test
  void those_to_one_that_waits_for_nobody_do_not() {
    Topology left = says(says(began, A, serving("a")), B, Role.WRITER, 6);

    assertThat(connections.condemnLost(left)).isEmpty();
  }
}
