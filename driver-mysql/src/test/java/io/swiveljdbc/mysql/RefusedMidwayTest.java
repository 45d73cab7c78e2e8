package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a procedure has committed before its server turned read-only. */
@WithMysql(readers = 1, user = "shop", password = "shop", database = "shop")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedMidwayTest {

  private final MysqlCluster cluster;

  RefusedMidwayTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aProcedure() throws SQLException {
    onWriter("DROP TABLE IF EXISTS t");
    onWriter("CREATE TABLE t (id int PRIMARY KEY)");
    onWriter("DROP PROCEDURE IF EXISTS waits");
    onWriter(
        "CREATE PROCEDURE waits() BEGIN INSERT INTO t VALUES (1); COMMIT;"
            + " DO GET_LOCK('held', 30); INSERT INTO t VALUES (2); END");
    cluster.awaitReplayed();
    Known.all(cluster);
  }

  private void onWriter(String sql) {
    cluster.execute(cluster.writer(), sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL waits()", "EXECUTE p", "/*! CALL waits() */"})
  void isNotToldAsRolledBack(String text) throws Exception {
    try (Connection holder = DriverManager.getConnection(cluster.writer().jdbcUrl());
        Connection connection = DriverManager.getConnection(cluster.url())) {
      Sql.update(connection, "PREPARE p FROM 'CALL waits()'");
      Sql.number(holder, "SELECT GET_LOCK('held', 0)");
      CompletableFuture<Throwable> call =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> Sql.update(connection, text)));
      awaitCommitted(holder);
      onWriter("SET GLOBAL super_read_only = ON");
      Sql.number(holder, "SELECT RELEASE_LOCK('held')");
      assertThat(call.get(20, TimeUnit.SECONDS))
          .hasFieldOrPropertyWithValue("errorCode", 1290)
          .hasFieldOrPropertyWithValue("SQLState", "HY000");
      assertThat(Sql.number(holder, "SELECT count(*) FROM t")).isEqualTo(1);
    } finally {
      onWriter("SET GLOBAL super_read_only = OFF");
      onWriter("SET GLOBAL read_only = OFF");
    }
  }

  private static void awaitCommitted(Connection witness) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Sql.number(witness, "SELECT count(*) FROM t") == 0) {
      assertThat(System.nanoTime()).as("nothing is committed").isLessThan(end);
    }
  }
}
