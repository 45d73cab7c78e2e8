package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A group that has replaced its primary with nobody's order. */
@WithMysql(readers = 2, groupReplication = true)
class GroupReplicationHealingTest extends GroupTest {
  private static final Duration SOON = Duration.ofSeconds(30);

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
