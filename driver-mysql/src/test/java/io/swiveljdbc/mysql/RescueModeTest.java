package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A writer whose engine refuses all writes, though none of its {@code read_only} variables says so:
 * it was started with {@code innodb_force_recovery}, to save its data.
 */
@WithMysql(readers = 0)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RescueModeTest {

  private final MysqlCluster cluster;

  RescueModeTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void rescue() throws SQLException {
    if (isInRescueMode()) {
      return;
    }
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    cluster.execute(cluster.writer(), "SET PERSIST_ONLY innodb_force_recovery = 4");
    cluster.stop(cluster.writer());
    cluster.start(cluster.writer());
    Known.all(cluster);
  }

  private boolean isInRescueMode() {
    return "4".equals(cluster.query(cluster.writer(), "SELECT @@innodb_force_recovery"));
  }

  @ParameterizedTest
  @CsvSource({"1836, CREATE TABLE u (id int)", "1036, INSERT INTO t VALUES (1)"})
  void whatItRefusesIsTheApplicationsOwnError(int number, String refused) throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      connection.setAutoCommit(false);
      int session = Sql.number(connection, "SELECT connection_id()");

      SQLException told =
          Thrown.by(() -> Sql.update(connection, refused)).withState("HY000").exception();

      assertThat(told.getErrorCode()).isEqualTo(number);
      assertThat(told.getCause()).isNull();
      assertThat(Sql.number(connection, "SELECT connection_id()")).isEqualTo(session);
      connection.rollback();
    }
  }

  @Test
  void itIsReadFromAsEver() throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      connection.setReadOnly(true);
      assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
    }
  }
}
