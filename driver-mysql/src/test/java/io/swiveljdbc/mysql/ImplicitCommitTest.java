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
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement has committed beside what it did is never said to be rolled back. */
@WithMysql(readers = 1)
class ImplicitCommitTest {

  private final MysqlCluster cluster;
  private Connection connection;

  ImplicitCommitTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t, made");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    cluster.execute(cluster.writer(), "DROP PROCEDURE IF EXISTS p");
    cluster.execute(cluster.writer(), "CREATE PROCEDURE p() COMMIT");
    cluster.execute(cluster.writer(), "DROP PROCEDURE IF EXISTS q");
    cluster.execute(
        cluster.writer(),
        "CREATE PROCEDURE q(n int)"
            + " BEGIN INSERT INTO t VALUES (n); COMMIT;"
            + " START TRANSACTION; INSERT INTO t VALUES (n + 1); END");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE made (i int)",
        "CREATE TABLE t (i int)",
        "START TRANSACTION",
        "CALL p()",
        "/*! CALL p() */",
        "ANALYZE TABLE t"
      })
  void aLossBehindItIsToldAsUnknown(String text) throws SQLException {
    execute("INSERT INTO t VALUES (1)");
    try {
      execute(text);
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).isEqualTo(1050); // it committed all the same
    }
    execute("INSERT INTO t VALUES (2)");
    losing(() -> Thrown.by(() -> execute("INSERT INTO t VALUES (3)")).withState("08007"));
    assertThat(connection.isClosed()).isTrue();
    assertRows("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL q(4)", "{call q(4)}", "/*! CALL q(4) */"})
  void soIsOneBehindWhatCommitsAndBeginsAnew(String text) throws SQLException {
    execute("INSERT INTO t VALUES (1)");
    execute(text);
    losing(() -> Thrown.by(() -> execute("INSERT INTO t VALUES (3)")).withState("08007"));
    assertRows("1,4");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void soIsOneBehindACallWithWhichTheTransactionBegan(boolean autoCommit) throws SQLException {
    connection.setAutoCommit(autoCommit);
    execute("CALL q(4)");
    losing(() -> Thrown.by(() -> execute("INSERT INTO t VALUES (3)")).withState("08007"));
    assertRows("4");
  }

  @Test
  void aTextThatIsNotUnderstoodAndCannotCommitIsRolledBackWithAll() throws SQLException {
    execute("INSERT INTO t VALUES (1)");
    execute("INSERT /*! HIGH_PRIORITY */ INTO t VALUES (4)");
    losing(() -> Thrown.rolledBack(() -> execute("INSERT INTO t VALUES (3)")));
    connection.rollback();
    assertRows(null);
  }

  private void assertRows(String ids) throws SQLException {
    try (Connection fresh = DriverManager.getConnection(cluster.url())) {
      assertThat(Sql.text(fresh, "SELECT group_concat(id ORDER BY id) FROM t")).isEqualTo(ids);
    }
  }

  @Test
  void theApplicationsOwnEndBeginsAnew() throws SQLException {
    execute("INSERT INTO t VALUES (1)");
    execute("ANALYZE TABLE t");
    connection.commit();
    execute("INSERT INTO t VALUES (2)");
    losing(() -> Thrown.rolledBack(() -> execute("INSERT INTO t VALUES (3)")));
    connection.rollback();
  }

  @Test
  void whereNothingWasOpenNothingWasCommitted() throws SQLException {
    execute("CREATE TABLE made (i int)");
    execute("INSERT INTO t VALUES (2)");
    losing(() -> Thrown.rolledBack(() -> execute("INSERT INTO t VALUES (3)")));
    connection.rollback();
  }

  @Test
  void aTemporaryTableCommitsNothing() throws SQLException {
    execute("INSERT INTO t VALUES (1)");
    execute("CREATE TEMPORARY TABLE kept (i int)");
    losing(() -> Thrown.rolledBack(() -> execute("INSERT INTO t VALUES (3)")));
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
  }

  private interface Step {
    void run() throws SQLException;
  }

  private void losing(Step step) throws SQLException {
    MysqlServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      cluster.kill(old);
      step.run();
      supervisor.awaitPromotion(Duration.ofSeconds(15));
    }
  }
}
