package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithMysql(readers = 2, user = "shop", password = "s&cret'\\", database = "shop")
final class MysqlClusterTest extends LocalClusterTest {
  private final MysqlCluster cluster;

  MysqlClusterTest(MysqlCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Test
  void urlsNameAllServersByTheirRelays() {
    List<String> hosts =
        cluster.servers().stream().map(server -> "127.0.0.1:" + server.port()).toList();
    assertThat(cluster.url())
        .startsWith("jdbc:swivel:mysql://" + String.join(",", hosts) + "/shop?user=shop&password=");
  }

  @Test
  void theUrlLogsInAsTheOrdinaryUser() throws SQLException {
    try (Connection connection = Sql.connect(cluster.writer())) {
      assertThat(Sql.query(connection, "SELECT concat(current_user(), ' ', database())"))
          .isEqualTo("shop@% shop");
      assertThatThrownBy(() -> Sql.execute(connection, "SET GLOBAL read_only = ON"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1227));
    }
  }

  @Test
  void readersTakeNoWritesNotEvenFromTheSuperuser() {
    MysqlServer reader = cluster.readers().get(0);
    assertThatThrownBy(() -> cluster.execute(reader, "INSERT INTO t VALUES (1)"))
        .rootCause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
  }
}
