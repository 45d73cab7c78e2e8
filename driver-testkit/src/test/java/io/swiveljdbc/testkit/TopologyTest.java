package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 2)
final class TopologyTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @BeforeEach
  void makeTable(PostgresCluster cluster) {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t; CREATE TABLE t (id int)");
    cluster.awaitReplayed();
  }

  @Test
  void aSwitchoverExchangesThePartsAndLosesNothing(PostgresCluster cluster) {
    PostgresServer old = cluster.writer();
    PostgresServer next = cluster.readers().get(1);
    cluster.execute(old, "INSERT INTO t SELECT generate_series(1, 1000)");

    Promotion promotion = cluster.switchover(next);

    assertThat(promotion.server()).isEqualTo(next);
    assertThat(cluster.writer()).isEqualTo(next);
    assertThat(cluster.readers()).hasSize(2).contains(old);
    assertAllFollow(cluster, "1000");
  }

  @Test
  void aFormerWriterRejoinsAsAReader(PostgresCluster cluster) {
    PostgresServer old = cluster.writer();
    cluster.kill(old);
    cluster.promote(cluster.readers().get(0));
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertThat(cluster.readers()).doesNotContain(old);

    cluster.rejoin(old);

    assertThat(cluster.readers()).hasSize(2).contains(old);
    assertAllFollow(cluster, "1");
  }

  @Test
  void aKilledWriterThatIsStartedAgainIsTheWriterStill(PostgresCluster cluster) {
    PostgresServer writer = cluster.writer();
    cluster.execute(writer, "INSERT INTO t VALUES (1)");
    cluster.kill(writer);
    cluster.start(writer);
    cluster.execute(writer, "INSERT INTO t VALUES (2)");
    assertAllFollow(cluster, "2");
  }

  @Test
  void readersComeAndGo(PostgresCluster cluster) throws SQLException {
    PostgresServer added = cluster.addReader();
    assertThat(cluster.readers()).hasSize(3).contains(added);
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertAllFollow(cluster, "1");
    try (Connection connection = Sql.connect(added)) {
      assertThat(Sql.query(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    }

    cluster.removeReader(added);

    assertThat(cluster.servers()).hasSize(3).doesNotContain(added);
    assertThat(added.isRunning()).isFalse();
  }

  @Test
  void aSupervisorReplacesAKilledWriter(PostgresCluster cluster) {
    PostgresServer old = cluster.writer();
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
  void aWriterReplacedWhileFrozenIsNeverAcknowledgedAgain(PostgresCluster cluster)
      throws SQLException {
    PostgresServer old = cluster.writer();
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
  void aWriterThatComesBackInTimeIsNotReplaced(PostgresCluster cluster) {
    PostgresServer writer = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(600))) {
      cluster.freeze(writer);
      cluster.thaw(writer);
      assertThatThrownBy(() -> supervisor.awaitPromotion(Duration.ofSeconds(1)))
          .isInstanceOf(LocalClusterException.class);
    }
    assertThat(cluster.writer()).isEqualTo(writer);
  }

  @Test
  void healingBringsEverybodyBack(PostgresCluster cluster) {
    List<PostgresServer> readers = cluster.readers();
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

  @Test
  void aStartThatFailsShowsTheLogAndLeavesNothingRunning(PostgresCluster cluster) {
    PostgresServer reader = cluster.readers().get(0);
    cluster.stop(reader);
    reader.data().set("shared_buffers", "nonsense");
    assertThatThrownBy(() -> cluster.start(reader))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("shared_buffers");
    assertThat(reader.isRunning()).isFalse();
    cluster.rejoin(reader);
  }

  private static void assertAllFollow(PostgresCluster cluster, String rows) {
    cluster.awaitReplayed();
    for (PostgresServer reader : cluster.readers()) {
      assertThat(Objects.requireNonNull(cluster.query(reader, "SELECT pg_is_in_recovery()")))
          .isEqualTo("t");
      assertThat(cluster.query(reader, "SELECT count(*) FROM t")).isEqualTo(rows);
    }
  }
}
