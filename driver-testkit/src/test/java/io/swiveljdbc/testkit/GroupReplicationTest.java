package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A group whose members are all there, or come and go as they are told. */
@WithMysql(readers = 2, groupReplication = true)
class GroupReplicationTest extends GroupTest {
  @Test
  void aSwitchoverExchangesThePartsAndLosesNothing(MysqlCluster cluster) {
    MysqlServer old = cluster.writer();
    MysqlServer next = cluster.readers().get(1);
    cluster.execute(old, "INSERT INTO t VALUES (1)");

    Promotion promotion = cluster.switchover(next);

    assertThat(promotion.duration()).isLessThan(Duration.ofSeconds(3));
    assertThat(cluster.writer()).isEqualTo(next);
    assertThat(cluster.readers()).hasSize(2).contains(old);
    assertAllFollow(cluster, "1");
  }

  @Test
  void aWriterThatIsStartedAgainIsTheWriterAgain(MysqlCluster cluster) {
    MysqlServer writer = cluster.writer();
    cluster.restart(writer);
    cluster.execute(writer, "INSERT INTO t VALUES (1)");
    assertAllFollow(cluster, "1");
  }

  @Test
  void healingFormsTheGroupAgainWhenNobodyIsLeftInIt(MysqlCluster cluster) {
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    cluster.awaitReplayed();
    cluster.servers().forEach(server -> cluster.execute(server, "STOP GROUP_REPLICATION"));

    cluster.heal();

    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (2)");
    assertAllFollow(cluster, "2");
  }

  @Test
  void readersComeAndGo(MysqlCluster cluster) {
    MysqlServer added = cluster.addReader();
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertThat(cluster.readers()).hasSize(3).contains(added);
    assertAllFollow(cluster, "1");

    cluster.removeReader(added);

    assertThat(added.isRunning()).isFalse();
    assertAllFollow(cluster, "1");
  }
}
