package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a transaction is open the server says with each answer, whatever the texts say. */
@WithMysql(readers = 1, synchronous = false)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnseenTransactionTest {

  private final MysqlCluster cluster;
  private Connection connection;

  UnseenTransactionTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    try (Connection writer = DriverManager.getConnection(cluster.writer().jdbcUrl())) {
      Sql.update(writer, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY)");
      Sql.update(writer, "DELETE FROM t");
      Sql.update(writer, "DROP PROCEDURE IF EXISTS begins");
      Sql.update(
          writer,
          "CREATE PROCEDURE begins(i int) BEGIN START TRANSACTION; INSERT INTO t VALUES (i); END");
    }
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int committed(int id) {
    String count = "SELECT count(*) FROM test.t WHERE id = " + id;
    return Integer.parseInt(String.valueOf(cluster.query(cluster.writer(), count)));
  }

  @Test
  void oneThatAProcedureBeginsStaysWhereItIs() throws SQLException {
    execute("CALL begins(1)");
    Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
    assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(cluster.writer().directPort());
    assertThat(committed(1)).isZero();
    execute("ROLLBACK");
    assertThat(committed(1)).isZero();
    connection.setReadOnly(true);
    assertThat(Sql.number(connection, "SELECT @@port"))
        .isEqualTo(cluster.readers().get(0).directPort());
  }

  /** What the procedure may have committed before it began one, nobody can say. */
  @Test
  void oneThatAProcedureBeginsIsToldAsUnknownWhenItIsLost() throws SQLException {
    execute("CALL begins(2)");
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      MysqlServer writer = cluster.writer();
      cluster.kill(writer);
      Known.lost(cluster, writer);
      Thrown.outcomeUnknown(() -> execute("INSERT INTO t VALUES (3)"));
      connection.close();
      connection = DriverManager.getConnection(cluster.url());
      execute("INSERT INTO t VALUES (4)");
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
    assertThat(committed(2)).isZero();
    assertThat(committed(3)).isZero();
    assertThat(committed(4)).isOne();
  }

  @Test
  void oneThatAProcedureEndsIsOver() throws SQLException {
    Sql.update(connection, "CREATE PROCEDURE IF NOT EXISTS ends() COMMIT");
    execute("START TRANSACTION");
    execute("INSERT INTO t VALUES (5)");
    execute("CALL ends()");
    assertThat(committed(5)).isOne();
    connection.setReadOnly(true);
    MysqlServer reader = cluster.readers().get(0);
    assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(reader.directPort());
  }
}
