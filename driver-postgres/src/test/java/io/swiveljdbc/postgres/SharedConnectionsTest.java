package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code swivel.pool.share=transaction}: a logical connection has a physical one for as long as a
 * transaction, a result set or what cannot be had elsewhere needs it. Here they all share one.
 */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedConnectionsTest {

  private static final String SESSION = "SELECT pg_backend_pid()";

  private static final String OF_TWENTY =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'shared by 20'";

  private final PostgresCluster cluster;
  private SwivelDataSource pool;
  private Connection one;
  private Connection other;

  SharedConnectionsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    pool = shared("1", "400ms");
    one = pool.getConnection();
    other = pool.getConnection();
    Sql.update(one, "DROP TABLE IF EXISTS t");
    Sql.update(one, "CREATE TABLE t (id serial, name text)");
  }

  private SwivelDataSource shared(String size, String connectionTimeout) {
    return SwivelDataSource.builder()
        .url(cluster.url())
        .pooled()
        .option("ApplicationName", "shared by " + size)
        .option("swivel.pool.share", "transaction")
        .option("swivel.pool.maximumPoolSize", size)
        .option("swivel.pool.connectionTimeout", connectionTimeout)
        .build();
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
    pool.close();
  }

  /** Whether the one physical connection is free for others. */
  private boolean isFree() throws SQLException {
    try {
      return Sql.number(other, "SELECT 1") == 1;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("08001");
      return false;
    }
  }

  @Test
  void manyLogicalConnectionsUseOnePhysicalOne() throws SQLException {
    List<Connection> many = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        many.add(pool.getConnection());
      }
      String session = Sql.text(one, SESSION);
      for (Connection each : many) {
        assertThat(Sql.text(each, SESSION)).isEqualTo(session);
      }
    } finally {
      for (Connection each : many) {
        each.close();
      }
    }
  }

  /** All at once open, each after a transaction; twice as many threads as sessions. */
  @Test
  void aThousandLogicalConnectionsShareTwentyPhysicalOnes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(40);
    Queue<Connection> many = new ConcurrentLinkedQueue<>();
    Set<String> sessions = ConcurrentHashMap.newKeySet();
    try (SwivelDataSource twenty = shared("20", "20s")) {
      Callable<Void> opening =
          () -> {
            Connection connection = twenty.getConnection();
            many.add(connection);
            connection.setAutoCommit(false);
            sessions.add(Sql.text(connection, SESSION));
            connection.commit();
            return null;
          };
      for (Future<Void> each : threads.invokeAll(Collections.nCopies(1_000, opening))) {
        each.get();
      }
      assertThat(many).hasSize(1_000);
      for (Connection connection : many) {
        sessions.add(Sql.text(connection, SESSION));
        connection.commit();
      }
      assertThat(sessions).hasSizeBetween(2, 20);
      assertThat(cluster.query(cluster.writer(), OF_TWENTY)).matches("1?[0-9]|20");
    } finally {
      threads.shutdownNow();
      for (Connection connection : many) {
        connection.close();
      }
    }
  }

  @Test
  void aTransactionHasItUntilItEnds() throws SQLException {
    one.setAutoCommit(false);
    assertThat(isFree()).isTrue();
    Sql.update(one, "INSERT INTO t (name) VALUES ('a')");
    assertThat(isFree()).isFalse();
    one.commit();
    assertThat(isFree()).isTrue();
    Sql.update(one, "INSERT INTO t (name) VALUES ('b')");
    assertThat(isFree()).isFalse();
    one.rollback();
    assertThat(isFree()).isTrue();
    assertThat(Sql.text(other, "SELECT string_agg(name, ',') FROM t")).isEqualTo("a");
  }

  @Test
  void oneByTextToo() throws SQLException {
    Sql.update(one, "BEGIN");
    assertThat(isFree()).isFalse();
    Sql.update(one, "COMMIT");
    assertThat(isFree()).isTrue();
  }

  @Test
  void aStatementThatFailedHasItNoLonger() throws SQLException {
    Thrown.by(() -> Sql.text(one, "SELECT 1 / 0")).withState("22012");
    assertThat(isFree()).isTrue();
    one.setAutoCommit(false);
    Thrown.by(() -> Sql.text(one, "SELECT 1 / 0")).withState("22012");
    assertThat(isFree()).isFalse();
    one.rollback();
    assertThat(isFree()).isTrue();
  }

  @Test
  void anOpenResultSetHasIt() throws SQLException {
    try (Statement statement = one.createStatement();
        ResultSet rows = statement.executeQuery("SELECT generate_series(1, 3)")) {
      assertThat(rows.next()).isTrue();
      assertThat(isFree()).isFalse();
      assertThat(Sql.number(one, "SELECT 5")).as("itself is not in its own way").isEqualTo(5);
      assertThat(rows.next()).isTrue();
    }
    assertThat(isFree()).isTrue();
  }

  @Test
  void whatExecuteReturnsHasItUntilItIsRead() throws SQLException {
    try (Statement statement = one.createStatement()) {
      assertThat(statement.execute("SELECT 7")).isTrue();
      assertThat(isFree()).isFalse();
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(7);
      }
    }
    assertThat(isFree()).isTrue();
  }

  @Test
  void generatedKeysCanBeFetched() throws SQLException {
    try (PreparedStatement insert =
        one.prepareStatement(
            "INSERT INTO t (name) VALUES ('k')", Statement.RETURN_GENERATED_KEYS)) {
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
      }
    }
    assertThat(isFree()).isTrue();
  }

  @Test
  void severalResultsCanBeFetched() throws SQLException {
    try (Statement statement = one.createStatement()) {
      assertThat(statement.execute("SELECT 1; SELECT 2")).isTrue();
      statement.getResultSet().close();
      assertThat(statement.getMoreResults()).isTrue();
      try (ResultSet second = statement.getResultSet()) {
        second.next();
        assertThat(second.getInt(1)).isEqualTo(2);
      }
    }
    assertThat(isFree()).isTrue();
  }

  @Test
  void whatWasExecutedCanStillBeAsked() throws SQLException {
    try (Statement statement = one.createStatement()) {
      assertThat(statement.execute("INSERT INTO t (name) VALUES ('x'), ('y')")).isFalse();
      assertThat(isFree()).isTrue();
      assertThat(statement.getUpdateCount()).isEqualTo(2);
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);

      statement.execute("DO $$ BEGIN RAISE WARNING 'careful'; END $$");
      assertThat(isFree()).isTrue();
      SQLWarning warning = statement.getWarnings();
      assertThat(warning.getMessage()).isEqualTo("careful");
      statement.clearWarnings();
      assertThat((Object) statement.getWarnings()).isNull();
    }
  }

  @Test
  void aPreparedStatementIsMadeAnewWithItsParameters() throws SQLException {
    try (PreparedStatement insert = one.prepareStatement("INSERT INTO t (name) VALUES (?)")) {
      insert.setString(1, "again");
      insert.executeUpdate();
      assertThat(isFree()).isTrue();
      insert.executeUpdate();
      assertThat(isFree()).isTrue();
    }
    assertThat(Sql.number(other, "SELECT count(*) FROM t WHERE name = 'again'")).isEqualTo(2);
  }

  @Test
  void settingsAreThoseOfWhoeverUsesIt() throws SQLException {
    Sql.update(one, "SET statement_timeout TO '11s'");
    Sql.update(other, "SET statement_timeout TO '22s'");
    other.setSchema("pg_catalog");
    for (int i = 0; i < 3; i++) {
      assertThat(Sql.text(one, "SHOW statement_timeout")).isEqualTo("11s");
      assertThat(Sql.text(one, "SHOW search_path")).contains("public");
      assertThat(Sql.text(other, "SHOW statement_timeout")).isEqualTo("22s");
      assertThat(Sql.text(other, "SHOW search_path")).isEqualTo("pg_catalog");
    }
    try (Connection third = pool.getConnection()) {
      assertThat(Sql.text(third, "SHOW statement_timeout")).isEqualTo("0");
    }
  }

  @Test
  void whatCannotBeHadElsewhereKeepsIt() throws SQLException {
    Sql.update(one, "CREATE TEMP TABLE basket (id int)");
    assertThat(isFree()).isFalse();
    assertThat(Sql.number(one, "SELECT count(*) FROM basket")).isZero();
    Sql.update(one, "DROP TABLE basket");
    assertThat(isFree()).isTrue();

    SwivelConnection swivel = one.unwrap(SwivelConnection.class);
    swivel.pin();
    assertThat(isFree()).isFalse();
    swivel.unpin();
    Sql.number(one, "SELECT 1");
    assertThat(isFree()).isTrue();
  }

  @Test
  void readsUseTheReadersPool() throws SQLException {
    one.setAutoCommit(false);
    Sql.update(one, "INSERT INTO t (name) VALUES ('w')");
    other.setReadOnly(true);
    assertThat(Sql.bool(other, "SELECT pg_is_in_recovery()")).isTrue();
    one.rollback();
  }
}
