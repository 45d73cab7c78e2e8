package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.routing.ServerSelector;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.testing.FakeServer;
import io.swiveljdbc.testing.FakeServers;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares a cluster, and when its threads end. */
@Timeout(30)
class ClustersTest {

  private static final Timing TIMING =
      Timing.of(Duration.ofMinutes(1), Duration.ofMillis(400), Duration.ofSeconds(30));

  private static final AtomicInteger TESTS = new AtomicInteger();

  /** The threads of each test have names of their own. */
  private final String prefix = "test" + TESTS.incrementAndGet() + "-";

  private final FakeServers servers = FakeServers.of(prefix + "a", prefix + "b");
  private final FakeServer a = servers.get(prefix + "a");
  private final Clusters clusters = new Clusters();

  private Clusters.Lease lease(Target target) {
    return clusters.lease(servers.engine(), target, TIMING);
  }

  private static void awaitWriter(Clusters.Lease lease) throws InterruptedException {
    assertThat(
            lease
                .cluster()
                .await(
                    ServerSelector.fit(Role.WRITER),
                    Deadline.after(Duration.ofSeconds(10)),
                    () -> false))
        .isNotEmpty();
  }

  /** The threads that watch these servers, and the one that ends them. */
  private List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains(prefix) || name.equals("swivel-linger"))
        .sorted()
        .toList();
  }

  private static Target reordered(Target target) {
    List<HostAddress> seeds = new ArrayList<>(target.seeds());
    Collections.reverse(seeds);
    seeds.add(seeds.get(0));
    return new Target(seeds, "another", "somebody", target.properties());
  }

  @Test
  void two_pools_of_the_same_servers_share_one_monitor_per_server() throws Exception {
    try (Clusters.Lease one = lease(servers.target());
        Clusters.Lease other = lease(reordered(servers.target()))) {
      awaitWriter(one);
      assertThat(other.cluster()).isSameAs(one.cluster());
      assertThat(threads())
          .filteredOn(name -> name.startsWith("swivel-monitor"))
          .containsExactly(
              "swivel-monitor-" + prefix + "a:5432", "swivel-monitor-" + prefix + "b:5432");
    }
  }

  @Test
  void other_seeds_or_other_timing_share_nothing() {
    Target fewer = new Target(List.of(a.address()), "shop", "shop", servers.target().properties());
    Timing slower =
        Timing.of(Duration.ofMillis(60), Duration.ofMillis(400), Duration.ofSeconds(30));
    try (Clusters.Lease one = lease(servers.target());
        Clusters.Lease smaller = lease(fewer);
        Clusters.Lease slow = clusters.lease(servers.engine(), servers.target(), slower)) {
      assertThat(smaller.cluster()).isNotSameAs(one.cluster());
      assertThat(slow.cluster()).isNotSameAs(one.cluster());
    }
    try (Clusters.Lease one = lease(servers.target());
        Clusters.Lease elsewhere =
            new Clusters().lease(servers.engine(), servers.target(), TIMING)) {
      assertThat(elsewhere.cluster()).isNotSameAs(one.cluster());
    }
  }

  @Test
  void open_close_open_does_not_discover_again_and_the_last_close_ends_all_threads()
      throws Exception {
    Clusters.Lease first = lease(servers.target());
    awaitWriter(first);
    first.close();
    first.close();

    Clusters.Lease second = lease(servers.target());
    assertThat(second.cluster()).isSameAs(first.cluster());
    assertThat(second.cluster().topology().writer()).isPresent();
    first.close(); // gives up nothing that is not its own
    assertThat(second.cluster().stopped()).isFalse();

    long closed = System.nanoTime();
    second.close();
    while (!threads().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(Duration.ofSeconds(5));
    assertThat(a.sessions(Purpose.PROBE)).isEmpty();
    try (Clusters.Lease third = lease(servers.target())) {
      assertThat(third.cluster()).isNotSameAs(first.cluster());
    }
  }

  @Test
  void a_cluster_never_seen_ends_with_its_last_user_at_once() {
    servers.stream().forEach(FakeServer::kill);
    Clusters.Lease lease = lease(servers.target());
    lease.close();

    assertThat(lease.cluster().stopped()).isTrue();
  }
}
