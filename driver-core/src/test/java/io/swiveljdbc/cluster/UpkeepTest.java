package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When connections are to be replaced, and how many at a time. */
class UpkeepTest {

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final HostAddress W = new HostAddress("w", 1);
  private static final HostAddress A = new HostAddress("a", 1);
  private static final HostAddress B = new HostAddress("b", 1);
  private static final HostAddress C = new HostAddress("c", 1);

  private long now = TimeUnit.HOURS.toNanos(1);
  private final List<Resting> renewed = new ArrayList<>();
  private final Upkeep upkeep = new Upkeep(WINDOW, () -> now, renewed::addAll);
  private final List<Tenure> tenures = new ArrayList<>();

  private static Topology cluster(HostAddress... readers) {
    Topology topology = Topology.of(Stream.concat(Stream.of(W), Stream.of(readers)).toList());
    topology = report(W, Role.WRITER).applyTo(topology);
    for (HostAddress reader : readers) {
      topology = report(reader, Role.READER).applyTo(topology);
    }
    assertThat(topology.servers()).allMatch(server -> server.health() == Health.UP);
    return topology;
  }

  private static SelfReport report(HostAddress server, Role role) {
    Term term = role == Role.WRITER ? new Term(1) : Term.NONE;
    return new SelfReport(server, role, term, "shop", server.host(), Instant.now());
  }

  private void open(HostAddress server, int connections, Duration lifetime) {
    for (int i = 0; i < connections; i++) {
      tenures.add(upkeep.begin(server, lifetime, true, () -> false));
    }
  }

  private void open(HostAddress server, int connections) {
    open(server, connections, Duration.ZERO);
  }

  private void pass(Duration time, Topology topology) {
    now += time.toNanos();
    upkeep.at(topology);
  }

  private List<Tenure> marked() {
    return tenures.stream().filter(Tenure::isOver).toList();
  }

  private long at(HostAddress server) {
    return tenures.stream().filter(tenure -> tenure.server().equals(server)).count();
  }

  /** What owners do with those that are marked: each moves to the reader that has fewest. */
  private void move(HostAddress to) {
    for (Tenure over : marked()) {
      tenures.remove(over);
      upkeep.ended(over);
      open(to, 1);
    }
  }

  @Test
  void within_the_window_a_reader_that_joined_gets_its_share_and_never_more() {
    open(A, 30);
    Topology two = cluster(A, B);
    for (int second = 1; second <= WINDOW.toSeconds(); second++) {
      pass(Duration.ofSeconds(1), two);
      assertThat(marked()).hasSizeLessThanOrEqualTo(2);
      move(B);
      assertThat(at(B)).isEqualTo(Math.min(15, 2 * second));
    }
    pass(Duration.ofSeconds(1), two);
    assertThat(marked()).isEmpty();
  }

  @Test
  void no_more_are_marked_than_the_share_though_none_of_them_moves() {
    open(A, 30);
    Topology three = cluster(A, B, C);
    for (int second = 0; second < 5 * WINDOW.toSeconds(); second++) {
      pass(Duration.ofSeconds(1), three);
    }
    assertThat(marked()).hasSize(20);
  }

  @Test
  void a_watch_that_slept_makes_up_for_it() {
    open(A, 30);
    Topology two = cluster(A, B);
    pass(Duration.ofSeconds(5), two);
    assertThat(marked()).hasSize(10);
    pass(Duration.ofSeconds(5), two);
    assertThat(marked()).hasSize(15);
  }

  @Test
  void nothing_is_marked_more_often_than_once_a_second() {
    open(A, 30);
    for (int i = 0; i < 9; i++) {
      pass(Duration.ofMillis(100), cluster(A, B));
    }
    assertThat(marked()).isEmpty();
  }

  @Test
  void those_that_were_opened_together_grow_old_over_a_tenth_of_their_lifetime() {
    Duration lifetime = Duration.ofMinutes(10);
    open(W, 300, lifetime);
    pass(Duration.ofMinutes(9).minusSeconds(1), cluster(A));
    assertThat(marked()).isEmpty();
    int most = 0;
    for (int second = 0; second <= 61; second++) {
      int before = marked().size();
      pass(Duration.ofSeconds(1), cluster(A));
      most = Math.max(most, marked().size() - before);
    }
    assertThat(marked()).hasSize(300);
    assertThat(most).isLessThan(30); // 5 a second where they are spread evenly
  }

  @Test
  void one_that_could_not_be_replaced_is_left_alone_ever_longer() {
    open(W, 1, Duration.ofSeconds(1));
    Tenure old = tenures.get(0);
    for (int pause = 5; pause <= 320; pause *= 2) {
      pass(Duration.ofSeconds(1), cluster());
      assertThat(old.isOver()).isTrue();
      old.rest();
      pass(Duration.ofSeconds(pause - 1), cluster());
      assertThat(old.isOver()).as("within %d s", pause).isFalse();
    }
  }

  private record Lying(boolean isOverdue) implements Resting {
    @Override
    public void sweep(Topology topology) {}

    @Override
    public void renew() {}
  }

  @Test
  void those_at_rest_that_keep_what_is_over_are_renewed_and_only_they() {
    Resting overdue = new Lying(true);
    upkeep.watch(overdue);
    upkeep.watch(new Lying(false));
    open(A, 10);
    pass(Duration.ofSeconds(1), cluster(A));
    assertThat(renewed).isEmpty();
    pass(Duration.ofSeconds(1), cluster(A, B));
    assertThat(renewed).containsExactly(overdue);
  }
}
