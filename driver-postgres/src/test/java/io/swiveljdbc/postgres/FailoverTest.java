package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an open result set is worth when its server dies; the table itself is in driver-behaviour.
 */
@WithPostgres(readers = 2)
class FailoverTest {

  private final PostgresCluster cluster;
  private Supervisor supervisor;
  private Connection connection;

  FailoverTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTableAndAConnection() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    Known.all(cluster);
    supervisor = cluster.supervise(Duration.ofMillis(200));
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    supervisor.close();
  }

  private void killWriter() {
    cluster.kill(cluster.writer());
  }

  @Test
  void rowsOfACursorThatWereFetchedRemainReadableAndTheNextFetchIsRolledBack() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      try (ResultSet rows = statement.executeQuery("SELECT generate_series(1, 1000)")) {
        assertThat(rows.next()).isTrue();
        killWriter();
        for (int row = 2; row <= 10; row++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(row);
        }
        Thrown.rolledBack(rows::next);
      }
    }
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT 1")).isEqualTo(1);
  }

  @Test
  void generatedKeysOfAnAcknowledgedInsertAreThereThoughTheWriterDiedSince() throws SQLException {
    try (Statement insert = connection.createStatement()) {
      insert.executeUpdate("INSERT INTO t VALUES (7)", Statement.RETURN_GENERATED_KEYS);
      PostgresServer old = cluster.writer();
      killWriter();
      Known.lost(cluster, old);
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt(1)).isEqualTo(7);
      }
    }
  }
}
