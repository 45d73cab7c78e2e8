package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@WithMysql(readers = 2)
class MysqlTopologyTest extends TopologyTest {
  private static final String TWO_HUNDRED_MEGABYTES =
      "INSERT INTO large WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
          + " SELECT repeat('x', 1000000) FROM n";

  @Test
  void theSessionsOfAFormerWriterStayAndAreRefusedWrites(MysqlCluster cluster) throws SQLException {
    try (Connection connection = Sql.connect(cluster.writer())) {
      cluster.switchover(cluster.readers().get(0));
      assertThatThrownBy(() -> Sql.execute(connection, "INSERT INTO t VALUES (1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
    }
  }

  /**
   * It has what nobody else has; as MySQL would let it follow all the same, nobody would notice.
   */
  @Test
  void aFormerWriterWithTransactionsOfItsOwnBecomesACloneOfTheNewOne(MysqlCluster cluster)
      throws SQLException {
    MysqlServer old = cluster.writer();
    cluster.freeze(old);
    cluster.failOver();
    cluster.thaw(old);
    try (Connection late = Sql.connect(old)) {
      late.setNetworkTimeout(Runnable::run, 500);
      assertThatThrownBy(() -> Sql.execute(late, "INSERT INTO t VALUES (1)"))
          .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
    }
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (2)");

    cluster.rejoin(old);

    assertAllFollow(cluster, "1");
    assertThat(cluster.query(old, "SELECT max(id) FROM t")).isEqualTo("2");
    // Neither can a clone send what its source has forgotten, nor does anybody need it to.
    cluster.switchover(old);
    MysqlServer added = cluster.addReader();
    assertAllFollow(cluster, "1");
    cluster.removeReader(added);
  }

  @Test
  void readersThatHaveReceivedHalfATransactionAreNotHeldUpByIt(MysqlCluster cluster) {
    MysqlServer old = cluster.writer();
    cluster.execute(old, "CREATE TABLE large (data longblob)");
    cluster.awaitReplayed();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> cluster.execute(old, TWO_HUNDRED_MEGABYTES));
    Await.until(
        "both readers receive it",
        Duration.ofSeconds(10),
        () -> cluster.readers().stream().allMatch(reader -> isReceiving(cluster, reader)));
    cluster.freeze(old);

    Promotion promotion = cluster.failOver();

    assertThat(promotion.duration()).isLessThan(Duration.ofSeconds(30));
    assertThat(writing).isNotDone();
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM large")).isEqualTo("0");
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertAllFollow(cluster, "1");
  }

  private static boolean isReceiving(MysqlCluster cluster, MysqlServer reader) {
    String transactions =
        "SELECT count(*) FROM performance_schema.replication_connection_status"
            + " WHERE queueing_transaction <> ''";
    return cluster.query(reader, transactions).equals("1");
  }

  /** The source waits for the acknowledgement of what the reader has executed already. */
  @Test
  void aReaderMayBeAheadOfItsSource(MysqlCluster cluster) {
    List<MysqlServer> readers = cluster.readers();
    readers.forEach(cluster::freeze);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)"));
    String waiting =
        "SELECT count(*) FROM information_schema.processlist"
            + " WHERE state = 'Waiting for semi-sync ACK from replica'";
    Await.until(
        "the commit waits",
        Duration.ofSeconds(10),
        () -> cluster.query(cluster.writer(), waiting).equals("1"));

    cluster.rejoin(readers.get(0));

    assertThat(writing).succeedsWithin(Duration.ofSeconds(10));
    cluster.heal();
    assertAllFollow(cluster, "1");
  }

  @Test
  void aStartThatFailsShowsTheLogAndLeavesNothingRunning(MysqlCluster cluster) {
    MysqlServer reader = cluster.readers().get(0);
    cluster.stop(reader);
    reader.data().set("datadir", "/nonsense");
    assertThatThrownBy(() -> cluster.start(reader))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("/nonsense");
    assertThat(reader.isRunning()).isFalse();
    reader.data().set("datadir", reader.data().path().toString());
    cluster.start(reader);
  }
}
