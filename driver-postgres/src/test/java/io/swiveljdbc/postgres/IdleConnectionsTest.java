package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sessions of a reader that was promoted are of no use, also to connections that nobody borrows.
 */
@WithPostgres(readers = 1)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleConnectionsTest {

  private static final String COUNT =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'idle'";

  private final PostgresCluster cluster;
  private HikariDataSource pool;

  IdleConnectionsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    Known.all(cluster);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.url() + "&ApplicationName=idle");
    config.setMaximumPoolSize(5);
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private void allRead() throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Connection connection = pool.getConnection();
      borrowed.add(connection);
      connection.setReadOnly(true);
      assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
    }
    for (Connection connection : borrowed) {
      connection.close();
    }
  }

  @Test
  void thoseInThePoolAreEnded() throws SQLException {
    allRead();
    PostgresServer reader = cluster.readers().get(0);
    assertThat(cluster.query(reader, COUNT)).isEqualTo("5");
    cluster.switchover(reader);
    ServerActivity.awaitAnswer(cluster, reader, COUNT, "0");
    try (Connection connection = pool.getConnection()) {
      assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isFalse();
    }
  }

  @Test
  void oneThatIsBeingReadFromStays() throws SQLException {
    allRead();
    PostgresServer reader = cluster.readers().get(0);
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT generate_series(1, 3)")) {
        rows.next();
        cluster.switchover(reader);
        ServerActivity.awaitAnswer(cluster, reader, COUNT, "1");
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(2);
      }
    }
    ServerActivity.awaitAnswer(cluster, reader, COUNT, "0");
  }
}
