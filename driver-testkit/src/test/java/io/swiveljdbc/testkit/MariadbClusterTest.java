package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithMysql(mariadb = true, user = "shop", password = "s&cret'\\", database = "shop")
final class MariadbClusterTest extends LocalClusterTest {
  private final MysqlCluster cluster;

  MariadbClusterTest(MysqlCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Test
  void theUrlLogsInAsTheOrdinaryUserOnMariadb() throws SQLException {
    try (Connection connection = Sql.connect(cluster.writer())) {
      assertThat(Sql.query(connection, "SELECT concat(current_user(), ' ', database())"))
          .isEqualTo("shop@% shop");
      assertThat(Sql.query(connection, "SELECT version()")).contains("MariaDB");
      assertThatThrownBy(() -> Sql.execute(connection, "SET GLOBAL read_only = ON"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1227));
    }
  }

  @Test
  void readersTakeNoWritesFromAnOrdinaryUserAndDoFromTheSuperuser() throws SQLException {
    MysqlServer reader = cluster.readers().get(0);
    try (Connection connection = Sql.connect(reader)) {
      assertThatThrownBy(() -> Sql.execute(connection, "INSERT INTO t VALUES (1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
    }
    cluster.execute(reader, "CREATE TEMPORARY TABLE own (id int)");
  }
}
