package io.swiveljdbc.testkit;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is writer and who follows whom, on any kind of cluster with two readers. */
abstract class TopologyTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @BeforeEach
  void makeTable(LocalCluster cluster) {
    cluster.execute(
        cluster.writer(), "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
  }

  @Test
  void aSwitchoverExchangesThePartsAndLosesNothing(LocalCluster cluster) {
    LocalServer old = cluster.writer();
    LocalServer next = cluster.readers().get(1);
    cluster.execute(old, "INSERT INTO t VALUES " + rows(1000));

    Promotion promotion = cluster.switchover(next);

    assertThat(promotion.server()).isEqualTo(next);
    assertThat(cluster.writer()).isEqualTo(next);
    assertThat(of(cluster.readers())).hasSize(2).contains(old);
    assertAllFollow(cluster, "1000");
  }

  @Test
  void aFormerWriterRejoinsAsAReader(LocalCluster cluster) {
    LocalServer old = cluster.writer();
    cluster.kill(old);
    cluster.promote(cluster.readers().get(0));
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertThat(of(cluster.readers())).doesNotContain(old);

    cluster.rejoin(old);

    assertThat(of(cluster.readers())).hasSize(2).contains(old);
    assertAllFollow(cluster, "1");
  }

  @Test
  void aKilledWriterThatIsStartedAgainIsTheWriterStill(LocalCluster cluster) {
    LocalServer writer = cluster.writer();
    cluster.execute(writer, "INSERT INTO t VALUES (1)");
    cluster.kill(writer);
    cluster.start(writer);
    cluster.execute(writer, "INSERT INTO t VALUES (2)");
    assertAllFollow(cluster, "2");
  }

  @Test
  void readersComeAndGo(LocalCluster cluster) {
    LocalServer added = cluster.addReader();
    assertThat(of(cluster.readers())).hasSize(3).contains(added);
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertAllFollow(cluster, "1");
    cluster.removeReader(added);

    assertThat(of(cluster.servers())).hasSize(3).doesNotContain(added);
    assertThat(added.isRunning()).isFalse();
  }

  @Test
  void aSupervisorReplacesAKilledWriter(LocalCluster cluster) {
    LocalServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(300))) {
      cluster.execute(old, "INSERT INTO t VALUES (1)");
      long killedAt = System.nanoTime();
      cluster.kill(old);
      Promotion promotion = supervisor.awaitPromotion(SOON);

      assertThat(promotion.previous()).isEqualTo(old);
      assertThat(promotion.startedAtNanos() - killedAt)
          .isGreaterThan(Duration.ofMillis(300).toNanos());
      assertThat(promotion.promotedAtNanos()).isGreaterThan(promotion.startedAtNanos());
      assertThat(supervisor.promotions()).containsExactly(promotion);
    }
    assertThat(cluster.writer()).isNotEqualTo(old);
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (2)");
    assertAllFollow(cluster, "2");
  }

  @Test
  void aWriterReplacedWhileFrozenIsNeverAcknowledgedAgain(LocalCluster cluster)
      throws SQLException {
    LocalServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ZERO);
        Connection late = Sql.connect(old)) {
      cluster.freeze(old);
      supervisor.awaitPromotion(SOON);
      cluster.thaw(old);

      late.setNetworkTimeout(Runnable::run, 1000);
      assertThatThrownBy(() -> Sql.execute(late, "INSERT INTO t VALUES (1)"))
          .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
    }
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void aWriterThatComesBackInTimeIsNotReplaced(LocalCluster cluster) {
    LocalServer writer = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(600))) {
      cluster.freeze(writer);
      cluster.thaw(writer);
      assertThatThrownBy(() -> supervisor.awaitPromotion(Duration.ofSeconds(1)))
          .isInstanceOf(LocalClusterException.class);
    }
    assertThat(cluster.writer()).isEqualTo(writer);
  }

  @Test
  void healingBringsEverybodyBack(LocalCluster cluster) {
    List<? extends LocalServer> readers = cluster.readers();
    cluster.cutOff(readers.get(1));
    cluster.freeze(readers.get(1));
    cluster.kill(cluster.writer());
    cluster.promote(readers.get(0));
    cluster.kill(readers.get(0));

    cluster.heal();

    assertThat(cluster.writer()).isEqualTo(readers.get(0));
    assertThat(cluster.readers()).hasSize(2);
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertAllFollow(cluster, "1");
  }

  static void assertAllFollow(LocalCluster cluster, String rows) {
    cluster.awaitReplayed();
    for (LocalServer reader : cluster.readers()) {
      assertThat(cluster.query(reader, "SELECT count(*) FROM t")).isEqualTo(rows);
      assertThatThrownBy(() -> insert(reader))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("read-only");
    }
  }

  /** As a client, since no MariaDB refuses its superuser anything. */
  private static void insert(LocalServer reader) throws SQLException {
    try (Connection connection = Sql.connect(reader)) {
      Sql.execute(connection, "INSERT INTO t VALUES (-1)");
    }
  }

  private static String rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> "(" + i + ")").collect(joining(","));
  }

  /** Without the wildcard, which AssertJ takes for a type of its own. */
  private static List<LocalServer> of(List<? extends LocalServer> servers) {
    return List.copyOf(servers);
  }
}
