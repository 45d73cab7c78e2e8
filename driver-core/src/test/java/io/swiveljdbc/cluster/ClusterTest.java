package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.routing.ServerSelector;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.testing.FakeServer;
import io.swiveljdbc.testing.FakeServers;
import io.swiveljdbc.testing.FakeSession;
import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cluster with its real monitors, over servers in memory. */
@Timeout(30)
class ClusterTest {

  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofSeconds(30));

  /** Nothing happens by itself within a test. */
  private static final Timing PATIENT =
      new Timing(
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofSeconds(30));

  private final FakeServers servers = FakeServers.of("a", "b", "c");
  private final FakeServer a = servers.get("a");
  private final FakeServer b = servers.get("b");
  private final FakeServer c = servers.get("c");
  private final Clusters clusters = new Clusters();
  private Clusters.Lease lease;

  @AfterEach
  void close() {
    if (lease != null) {
      lease.close();
    }
  }

  private Cluster start(Timing timing) {
    lease = clusters.lease(servers.engine(), servers.target(), timing);
    return lease.cluster();
  }

  private static Server awaitWriter(Cluster cluster) throws InterruptedException {
    List<Server> found =
        cluster.await(
            ServerSelector.fit(Role.WRITER), Deadline.after(Duration.ofSeconds(10)), () -> false);
    assertThat(found).as("%s", cluster.topology()).hasSize(1);
    return found.get(0);
  }

  private static void awaitKnown(Cluster cluster, Predicate<Topology> known)
      throws InterruptedException {
    List<Server> found =
        cluster.await(
            topology -> known.test(topology) ? topology.servers() : List.of(),
            Deadline.after(Duration.ofSeconds(10)),
            () -> false);
    assertThat(found).as("%s", cluster.topology()).isNotEmpty();
  }

  private static Health health(Topology topology, FakeServer server) {
    return topology.server(server.address()).orElseThrow().health();
  }

  private Wire applicationWire(Cluster cluster, FakeServer server) {
    Wire wire = new Wire(Duration.ofSeconds(1));
    cluster.connections().add(server.address(), wire);
    return wire;
  }

  @Test
  void a_hung_seed_does_not_keep_the_writer_waiting_longer_than_a_claim_may_wait()
      throws Exception {
    b.freeze();
    c.refuseLogins(new SQLException("unknown host", "08001"));
    long begun = System.nanoTime();

    Server writer = awaitWriter(start(PATIENT));

    assertThat(writer.address()).isEqualTo(a.address());
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
  }

  /** A wait that began between the claim and its notice once had no end of its own. */
  @Test
  void a_claim_falls_due_also_when_it_comes_in_the_moment_of_the_wait() throws Exception {
    b.freeze();
    c.freeze();
    Timing brief =
        new Timing(
            PATIENT.interval(),
            PATIENT.detection(),
            PATIENT.urgent(),
            Duration.ofMillis(1),
            PATIENT.linger(),
            PATIENT.rebalance());
    for (int i = 0; i < 300; i++) {
      try (Clusters.Lease one = new Clusters().lease(servers.engine(), servers.target(), brief)) {
        assertThat(awaitWriter(one.cluster()).address()).isEqualTo(a.address());
      }
    }
  }

  @Test
  void a_claim_is_used_at_once_when_all_others_have_answered_or_failed() throws Exception {
    b.kill();
    Timing patientClaims =
        new Timing(
            PATIENT.interval(),
            PATIENT.detection(),
            PATIENT.urgent(),
            Duration.ofSeconds(25),
            PATIENT.linger(),
            PATIENT.rebalance());

    assertThat(awaitWriter(start(patientClaims)).address()).isEqualTo(a.address());
  }

  @Test
  void a_woken_old_writer_that_answers_first_is_not_taken() throws Exception {
    b.freeze();
    c.becomeWriter(2);
    c.freeze();
    Cluster cluster = start(PATIENT);
    CompletableFuture<Server> writer = CompletableFuture.supplyAsync(() -> writer(cluster));
    awaitKnown(cluster, topology -> health(topology, a) == Health.UP);
    c.thaw();

    assertThat(writer.get(10, TimeUnit.SECONDS).address()).isEqualTo(c.address());
  }

  private static Server writer(Cluster cluster) {
    try {
      return awaitWriter(cluster);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void those_who_wait_are_woken_the_moment_a_writer_is_known() throws Exception {
    Cluster cluster = start(PATIENT);
    awaitWriter(cluster);
    a.kill();
    awaitKnown(cluster, topology -> health(topology, a) == Health.DOWN);
    List<CompletableFuture<Server>> waiting =
        List.of(
            CompletableFuture.supplyAsync(() -> writer(cluster)),
            CompletableFuture.supplyAsync(() -> writer(cluster)));
    b.becomeWriter(2);

    for (CompletableFuture<Server> one : waiting) {
      assertThat(one.get(10, TimeUnit.SECONDS).address()).isEqualTo(b.address());
    }
  }

  @Test
  void a_killed_server_is_noticed_while_nobody_asks_and_its_connections_are_aborted()
      throws Exception {
    Cluster cluster = start(PATIENT);
    awaitWriter(cluster);
    Wire toA = applicationWire(cluster, a);
    Wire toB = applicationWire(cluster, b);

    a.kill();
    awaitKnown(cluster, topology -> health(topology, a) == Health.DOWN);

    awaitTrue(toA::aborted);
    assertThat(toB.aborted()).isFalse();
  }

  @Test
  void a_frozen_writer_is_down_after_the_detection_time_and_its_connections_are_aborted()
      throws Exception {
    Cluster cluster = start(QUICK);
    awaitWriter(cluster);
    awaitKnown(cluster, topology -> topology.allKnown());
    Wire toA = applicationWire(cluster, a);
    long begun = System.nanoTime();
    a.freeze();

    awaitKnown(cluster, topology -> health(topology, a) == Health.DOWN);
    awaitTrue(toA::aborted);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(QUICK.detection(), QUICK.detection().multipliedBy(4));

    a.thaw();
    awaitWriter(cluster);
  }

  @Test
  void a_higher_term_deposes_a_silent_writer_and_its_connections_are_aborted() throws Exception {
    Cluster cluster = start(PATIENT);
    awaitWriter(cluster);
    Wire toA = applicationWire(cluster, a);
    a.freeze();
    b.becomeWriter(2);
    suspect(cluster, a);

    awaitKnown(cluster, t -> t.writer().map(w -> w.address().equals(b.address())).orElse(false));
    awaitTrue(toA::aborted);
  }

  @Test
  void a_suspected_server_that_lives_is_not_aborted_and_its_connections_stay_good()
      throws Exception {
    Cluster cluster = start(PATIENT);
    Server before = awaitWriter(cluster);
    Wire toA = applicationWire(cluster, a);
    suspect(cluster, a);
    Server after = awaitWriter(cluster);
    assertThat(toA.aborted()).isFalse();
    assertThat(after.since()).isEqualTo(before.since());
    assertThat(after.doubtedAt()).isGreaterThan(before.doubtedAt());
  }

  @Test
  void the_end_of_a_watching_session_is_a_suspicion_and_no_more() throws Exception {
    Cluster cluster = start(PATIENT);
    awaitWriter(cluster);
    awaitKnown(cluster, topology -> health(topology, c) == Health.UP);
    Server before = cluster.topology().server(c.address()).orElseThrow();
    c.endSessions(Purpose.PROBE);

    awaitKnown(cluster, t -> t.server(c.address()).orElseThrow().doubtedAt() > before.doubtedAt());
    awaitKnown(cluster, topology -> health(topology, c) == Health.UP);
    assertThat(cluster.topology().server(c.address()).orElseThrow().since())
        .isEqualTo(before.since());
  }

  private static void suspect(Cluster cluster, FakeServer server) {
    cluster.observe(
        new Failure(
            server.address(),
            cluster.topology().version(),
            Failure.Kind.SESSION_LOST,
            "a test",
            Instant.now()));
  }

  @Test
  void a_server_that_lets_us_in_and_tells_nothing_is_asked_calmly_and_says_why() throws Exception {
    c.when("probe", ClusterTest::refuseToTell);
    Cluster cluster = start(PATIENT);

    awaitKnown(cluster, topology -> health(topology, c) == Health.REFUSING);

    assertThat(cluster.topology().server(c.address()).orElseThrow().problem())
        .contains("permission denied");
    TimeUnit.MILLISECONDS.sleep(200);
    assertThat(c.connects(Purpose.PROBE)).isLessThan(50);
  }

  private static void refuseToTell(FakeSession session) throws SQLException {
    session.server().when("probe", ClusterTest::refuseToTell);
    throw new SQLException("permission denied for function", "42501");
  }

  @Test
  void a_server_that_refuses_us_is_alive() throws Exception {
    a.refuseLogins(new SQLException("too many clients", "53300"));
    b.refuseLogins(new SQLException("unsupported startup parameter", "22023"));
    Cluster cluster = start(PATIENT);

    awaitKnown(cluster, Topology::allKnown);

    assertThat(health(cluster.topology(), a)).isEqualTo(Health.REFUSING);
    assertThat(health(cluster.topology(), b)).isEqualTo(Health.REFUSING);
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(1); // bounded by the time limit of the test
    }
  }
}
