package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithMysql(mariadb = true, user = "shop", password = "shop")
class MariadbTopologyTest extends TopologyTest {
  @Test
  void theSessionsOfAFormerWriterStayAndAreRefusedWrites(MysqlCluster cluster) throws SQLException {
    try (Connection connection = Sql.connect(cluster.writer())) {
      cluster.switchover(cluster.readers().get(0));
      assertThatThrownBy(() -> Sql.execute(connection, "INSERT INTO t VALUES (1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
    }
  }

  @Test
  void aFormerWriterWithTransactionsOfItsOwnBeginsAnewAndMayBeTheWriterAgain(MysqlCluster cluster)
      throws SQLException {
    MysqlServer old = cluster.writer();
    cluster.execute(old, "INSERT INTO t VALUES (1)");
    cluster.freeze(old);
    cluster.failOver();
    cluster.thaw(old);
    try (Connection late = Sql.connect(old)) {
      late.setNetworkTimeout(Runnable::run, 500);
      assertThatThrownBy(() -> Sql.execute(late, "INSERT INTO t VALUES (3)"))
          .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
    }
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (2)");

    cluster.rejoin(old);

    assertAllFollow(cluster, "2");
    assertThat(cluster.query(old, "SELECT max(id) FROM t")).isEqualTo("2");
    cluster.switchover(old);
    MysqlServer added = cluster.addReader();
    assertAllFollow(cluster, "2");
    cluster.removeReader(added);
  }

  @Test
  void aWriterThatIsStartedAgainAfterASwitchoverIsWhatItHasBecome(MysqlCluster cluster) {
    MysqlServer old = cluster.writer();
    cluster.switchover(cluster.readers().get(0));
    cluster.restart(old);
    cluster.restart(cluster.writer());
    assertThat(cluster.query(old, "SELECT @@read_only")).isEqualTo("1");
    assertThat(cluster.query(cluster.writer(), "SELECT @@read_only")).isEqualTo("0");
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (1)");
    assertAllFollow(cluster, "1");
  }
}
