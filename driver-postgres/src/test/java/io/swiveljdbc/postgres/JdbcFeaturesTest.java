package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** What applications do with pgjdbc works as with pgjdbc. */
@WithPostgres(readers = 1)
class JdbcFeaturesTest {

  private final PostgresCluster cluster;
  private Connection connection;

  JdbcFeaturesTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTable() throws SQLException {
    connection = DriverManager.getConnection(cluster.url());
    Sql.update(connection, "DROP TABLE IF EXISTS item");
    Sql.update(connection, "CREATE TABLE item (id serial PRIMARY KEY, name text, bytes bytea)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void unwrapGivesTheTargetsConnection() throws SQLException {
    assertThat(connection.isWrapperFor(PgConnection.class)).isTrue();
    assertThat(connection.isWrapperFor(String.class)).isFalse();
    assertThat(connection.unwrap(PgConnection.class).getBackendPID())
        .isEqualTo(Sql.number(connection, "SELECT pg_backend_pid()"));
    try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
    }
    Thrown.by(() -> connection.unwrap(String.class)).saying("Cannot unwrap to java.lang.String");
  }

  @Test
  void copyWorksThroughUnwrap() throws Exception {
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    assertThat(copy.copyIn("COPY item (name) FROM STDIN", new StringReader("a\nb\n"))).isEqualTo(2);
    assertThat(Sql.number(connection, "SELECT count(*) FROM item")).isEqualTo(2);
  }

  @Test
  void arraysAreCreatedAndComeBack() throws SQLException {
    Array names = connection.createArrayOf("text", new Object[] {"a", "b"});
    try (PreparedStatement query = connection.prepareStatement("SELECT ?::text[]")) {
      query.setArray(1, names);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        assertThat((Object[]) row.getArray(1).getArray()).containsExactly("a", "b");
      }
    }
  }

  @Test
  void largeObjectsWorkInATransaction() throws SQLException {
    connection.setAutoCommit(false);
    LargeObjectManager manager = connection.unwrap(PGConnection.class).getLargeObjectAPI();
    long oid = manager.createLO();
    try (LargeObject object = manager.open(oid)) {
      object.write("large".getBytes(StandardCharsets.UTF_8));
    }
    try (LargeObject object = manager.open(oid, LargeObjectManager.READ)) {
      assertThat(new String(object.read(5), StandardCharsets.UTF_8)).isEqualTo("large");
    }
    connection.commit();
  }

  @Test
  void savepointsWorkAlsoBeforeTheFirstStatement() throws SQLException {
    connection.setAutoCommit(false);
    Savepoint first = connection.setSavepoint("first");
    Sql.update(connection, "INSERT INTO item (name) VALUES ('a')");
    Savepoint second = connection.setSavepoint();
    Sql.update(connection, "INSERT INTO item (name) VALUES ('b')");
    connection.rollback(second);
    connection.releaseSavepoint(first);
    connection.commit();
    assertThat(Sql.number(connection, "SELECT count(*) FROM item")).isEqualTo(1);
    connection.commit();
  }

  @Test
  void batchesReportTheirCountsAndTheirFailures() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item (id, name) VALUES (?, ?)")) {
      for (int id = 1; id <= 3; id++) {
        insert.setInt(1, id);
        insert.setString(2, "n" + id);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      assertThat(insert.executeBatch()).isEmpty();
      insert.setInt(1, 1);
      insert.addBatch();
      Thrown.by(insert::executeBatch).withState("23505").as(BatchUpdateException.class);
    }
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO item (id) VALUES (10)");
      statement.addBatch("UPDATE item SET name = 'x'");
      assertThat(statement.executeLargeBatch()).containsExactly(1, 4);
    }
  }

  @Test
  void generatedKeysComeBackInEveryWayOfAskingForThem() throws SQLException {
    String sql = "INSERT INTO item (name) VALUES ('a')";
    try (PreparedStatement insert =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.executeUpdate();
      assertThat(key(insert)).isEqualTo(1);
    }
    try (PreparedStatement insert = connection.prepareStatement(sql, new String[] {"id"})) {
      insert.executeUpdate();
      assertThat(key(insert)).isEqualTo(2);
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
      assertThat(key(statement)).isEqualTo(3);
    }
  }

  private static int key(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      assertThat(keys.next()).isTrue();
      assertThat(keys.getStatement()).isSameAs(statement);
      return keys.getInt("id");
    }
  }

  @Test
  void callsWithOutParametersWork() throws SQLException {
    Sql.update(
        connection,
        "CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n'");
    try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
      call.registerOutParameter(1, Types.INTEGER);
      call.setInt(2, 21);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(42);
      call.setInt(2, 4);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(8);
    }
  }

  @Test
  void cursorsFetchInPortionsWithinATransaction() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(7);
      int rows = 0;
      try (ResultSet result = statement.executeQuery("SELECT generate_series(1, 100)")) {
        while (result.next()) {
          rows++;
        }
        assertThat(result.getStatement()).isSameAs(statement);
        assertThat(result.getStatement().getConnection()).isSameAs(connection);
      }
      assertThat(rows).isEqualTo(100);
    }
    connection.commit();
  }

  @Test
  void severalResultsOfOneTextAreWalkedThrough() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(
              statement.execute(
                  "SELECT 1; INSERT INTO item (name) VALUES ('a'); SELECT count(*) FROM item"))
          .isTrue();
      assertThat(statement.getResultSet().next()).isTrue();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
      try (ResultSet count = statement.getResultSet()) {
        count.next();
        assertThat(count.getInt(1)).isEqualTo(1);
      }
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void aStatementRunsWhereItsTransactionRunsWithItsParametersAndSettings() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT pg_is_in_recovery(), ?, generate_series(1, 9)")) {
      query.setString(1, "kept");
      query.setMaxRows(3);
      for (boolean readOnly : new boolean[] {false, true, false, true}) {
        connection.setReadOnly(readOnly);
        try (ResultSet rows = query.executeQuery()) {
          int count = 0;
          while (rows.next()) {
            count++;
            assertThat(rows.getBoolean(1)).isEqualTo(readOnly);
            assertThat(rows.getString(2)).isEqualTo("kept");
          }
          assertThat(count).isEqualTo(3);
        }
      }
    }
  }

  @Test
  void aChangeOfIntentKeepsAnOpenResultSetOfTheOtherServer() throws SQLException {
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT generate_series(1, 3)")) {
      assertThat(rows.next()).isTrue();
      connection.setReadOnly(false);
      Sql.update(connection, "INSERT INTO item (name) VALUES ('a')");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void queriesAreCancelledByTimeout() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      Thrown.by(() -> statement.execute("SELECT pg_sleep(20)")).withState("57014");
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void anErrorOfTheApplicationReachesItUnchanged() {
    Thrown.by(() -> Sql.text(connection, "SELECT nosuch"))
        .withState("42703")
        .as(org.postgresql.util.PSQLException.class);
  }

  @Test
  void metadataQueriesWork() throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, null, "item", null)) {
      assertThat(tables.next()).isTrue();
      assertThat(tables.getString("TABLE_NAME")).isEqualTo("item");
    }
    assertThat(connection.getMetaData().getURL())
        .isEqualTo("jdbc:postgresql://127.0.0.1:" + cluster.writer().port() + "/postgres");
  }

  @Test
  void whatIsClosedSaysSo() throws SQLException {
    Statement statement = connection.createStatement();
    statement.close();
    Thrown.by(() -> statement.execute("SELECT 1")).withState("55000");
    connection.close();
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    Thrown.by(() -> connection.createStatement()).withState("08003");
    Thrown.by(() -> connection.setAutoCommit(false)).withState("08003");
    Thrown.by(() -> connection.isValid(-1)).withState("22023");
  }
}
