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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Connector/J's options keep on a server goes on on another one. */
@WithMysql(readers = 1, synchronous = false)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectorOptionsTest {

  private static final String PREPARED = "&useServerPrepStmts=true&cachePrepStmts=true";
  private static final String FETCHED = "&useCursorFetch=true&defaultFetchSize=2";
  private static final String STREAMED = "&defaultFetchSize=-2147483648";
  private static final String REWRITTEN = "&rewriteBatchedStatements=true";

  private final MysqlCluster cluster;

  ConnectorOptionsTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void table() throws SQLException {
    try (Connection writer = DriverManager.getConnection(cluster.writer().jdbcUrl())) {
      Sql.update(writer, "DROP TABLE IF EXISTS t");
      Sql.update(writer, "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, name varchar(9))");
      Sql.update(writer, "INSERT INTO t (name) VALUES ('a'), ('b'), ('c'), ('d'), ('e')");
    }
    cluster.awaitReplayed();
    Known.all(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", PREPARED, FETCHED, STREAMED, REWRITTEN, PREPARED + REWRITTEN})
  void aStatementGoesToAReaderAndBackAndLeavesItsRowsOpen(String options) throws SQLException {
    int writer = cluster.writer().directPort();
    int reader = cluster.readers().get(0).directPort();
    try (Connection connection = DriverManager.getConnection(cluster.url() + options);
        PreparedStatement query =
            connection.prepareStatement("SELECT @@port, name FROM t WHERE id >= ? ORDER BY id");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO t (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int round = 0; round < 3; round++) {
        connection.setReadOnly(true);
        query.setInt(1, 2);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(reader);

          connection.setReadOnly(false);
          assertThat(keysOfBatch(insert)).hasSize(3);
          assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(writer);

          assertThat(rows.getString(2)).isEqualTo("b");
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(reader);
          assertThat(rows.next()).isTrue();
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(2)).isEqualTo("e");
        }
        query.setInt(1, 5);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(writer);
        }
      }
      assertThat(Sql.number(connection, "SELECT count(*) FROM t WHERE name = 'new'")).isEqualTo(9);
    }
  }

  private static List<Long> keysOfBatch(PreparedStatement insert) throws SQLException {
    for (int i = 0; i < 3; i++) {
      insert.setString(1, "new");
      insert.addBatch();
    }
    assertThat(insert.executeBatch()).hasSize(3);
    List<Long> keys = new ArrayList<>();
    try (ResultSet rows = insert.getGeneratedKeys()) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    return keys;
  }

  /** One connection with its statements, and rows that are still to come in a transaction. */
  private static final class User implements AutoCloseable {
    private final Connection connection;
    private final Connection reading;
    private final PreparedStatement query;
    private final PreparedStatement insert;
    private final ResultSet rows;

    User(String url) throws SQLException {
      connection = DriverManager.getConnection(url);
      query = connection.prepareStatement("SELECT name FROM t WHERE id = ?");
      insert =
          connection.prepareStatement(
              "INSERT INTO t (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
      assertThat(keysOfBatch(insert)).hasSize(3);
      query.setInt(1, 3);
      query.executeQuery().close();
      reading = DriverManager.getConnection(url);
      reading.setAutoCommit(false);
      // More than the sockets' buffers hold.
      String many = "SELECT a.id, repeat('x', 60000) FROM t a, t b LIMIT 64";
      rows = reading.prepareStatement(many).executeQuery();
      assertThat(rows.next()).isTrue();
    }

    void goOn(boolean rowsAreThere) throws SQLException {
      if (rowsAreThere) {
        assertThat(rows.next()).isTrue();
        Thrown.rolledBack(() -> reading.createStatement().executeQuery("SELECT 1"));
      } else {
        Thrown.rolledBack(this::readAll);
      }
      reading.rollback();
      reading.commit();
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("c");
      }
      assertThat(keysOfBatch(insert)).hasSize(3);
    }

    private void readAll() throws SQLException {
      while (rows.next()) {
        assertThat(rows.getString(2)).hasSize(60_000);
      }
    }

    @Override
    public void close() throws SQLException {
      reading.close();
      connection.close();
    }
  }

  @Test
  void aFailoverIsToldAsOneWhateverTheOptionsAre() throws SQLException {
    MysqlServer old = cluster.writer();
    try (User plain = new User(cluster.url());
        User prepared = new User(cluster.url() + PREPARED);
        User fetched = new User(cluster.url() + FETCHED);
        User streamed = new User(cluster.url() + STREAMED);
        User rewritten = new User(cluster.url() + PREPARED + REWRITTEN);
        Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      cluster.kill(old);
      Known.lost(cluster, old);
      plain.goOn(true);
      prepared.goOn(true);
      fetched.goOn(false);
      streamed.goOn(false);
      rewritten.goOn(true);
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
    String count = "SELECT count(*) FROM test.t WHERE name = 'new'";
    assertThat(cluster.query(cluster.writer(), count)).isEqualTo("30");
  }
}
