package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a group does without its writer; a kill or a freeze it notices after some 6 s. */
@WithMysql(readers = 2, groupReplication = true)
class GroupReplicationLossTest extends GroupTest {
  @Test
  void aWriterThatIsStoppedIsReplacedBeforeItHasEndedAndRejoins(MysqlCluster cluster) {
    MysqlServer old = cluster.writer();
    cluster.execute(old, "INSERT INTO t VALUES (1)");
    try (Supervisor supervisor = cluster.supervise(Duration.ZERO)) {
      cluster.stop(old);
      long stoppedAt = System.nanoTime();
      Promotion promotion = supervisor.awaitPromotion(SOON);
      assertThat(promotion.previous()).isEqualTo(old);
      assertThat(promotion.promotedAtNanos()).isLessThan(stoppedAt);
    }
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (2)");
    cluster.rejoin(old);
    assertThat(cluster.readers()).hasSize(2).contains(old);
    assertAllFollow(cluster, "2");
  }

  @Test
  void aKilledWriterIsReplacedByTheGroupAndLosesNoAcknowledgedRow(MysqlCluster cluster)
      throws SQLException {
    MysqlServer old = cluster.writer();
    try (Connection connection = Sql.connect(old)) {
      for (int i = 0; i < 50; i++) {
        Sql.execute(connection, "INSERT INTO t VALUES (" + i + ")");
      }
      cluster.kill(old);
    }

    Promotion promotion = cluster.failOver();

    assertThat(promotion.previous()).isEqualTo(old);
    assertThat(cluster.writer()).isEqualTo(promotion.server()).isNotEqualTo(old);
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("50");
    cluster.heal();
    assertThat(cluster.readers()).hasSize(2).contains(old);
    assertAllFollow(cluster, "50");
  }

  @Test
  void aWriterReplacedWhileFrozenIsNeverAcknowledgedAgain(MysqlCluster cluster)
      throws SQLException {
    MysqlServer old = cluster.writer();
    try (Connection late = Sql.connect(old)) {
      cluster.freeze(old);
      cluster.failOver();
      cluster.thaw(old);
      assertThatThrownBy(() -> Sql.execute(late, "INSERT INTO t VALUES (1)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void healingTakesNoteOfAWriterThatTheGroupHasReplaced(MysqlCluster cluster) {
    MysqlServer old = cluster.writer();
    MysqlServer reader = cluster.readers().get(0);
    cluster.freeze(old);
    String online =
        "SELECT count(*) = 2 FROM performance_schema.replication_group_members"
            + " WHERE member_state = 'ONLINE'";
    Await.until("expelled", SOON, () -> "1".equals(cluster.query(reader, online)));

    cluster.heal();

    assertThat(cluster.writer()).isNotEqualTo(old);
    assertThat(cluster.readers()).hasSize(2).contains(old);
    assertAllFollow(cluster, "0");
  }

  /** It names itself primary for some three seconds. */
  @Test
  void healingTakesAFormerWriterThatHasJustWokenForNoChoiceOfTheGroups(MysqlCluster cluster) {
    MysqlServer old = cluster.writer();
    cluster.freeze(old);
    MysqlServer next = (MysqlServer) cluster.failOver().server();
    cluster.execute(next, "INSERT INTO t VALUES (1)");
    cluster.thaw(old);

    cluster.heal();

    assertThat(cluster.writer()).isEqualTo(next);
    assertAllFollow(cluster, "1");
  }
}
