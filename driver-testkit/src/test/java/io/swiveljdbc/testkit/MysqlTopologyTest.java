package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithMysql(readers = 2)
class MysqlTopologyTest extends TopologyTest {
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
