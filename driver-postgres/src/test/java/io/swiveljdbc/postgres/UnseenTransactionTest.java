package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Transactions that begin behind the driver's back, through an object that outlived the transaction
 * before: commit and rollback once did nothing then, and what was "committed" was lost.
 */
@WithPostgres(readers = 1)
class UnseenTransactionTest {

  private final PostgresCluster cluster;
  private Connection connection;

  UnseenTransactionTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTableAndATransaction() throws SQLException {
    connection = DriverManager.getConnection(cluster.url());
    Sql.update(connection, "DROP TABLE IF EXISTS unseen");
    Sql.update(connection, "CREATE TABLE unseen (id int PRIMARY KEY, name text)");
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private String stored() {
    return cluster.query(
        cluster.writer(), "SELECT count(*) || ' ' || coalesce(max(name), '') FROM unseen");
  }

  @Test
  void aCopyManagerThatIsKeptBeginsATransactionThatCommitCommits() throws Exception {
    CopyManager copy = copyManager();
    copy(copy, "1\ta\n");
    connection.commit();
    copy(copy, "2\tb\n");
    connection.commit();
    assertThat(stored()).isEqualTo("2 b");
    copy(copy, "3\tc\n");
    connection.rollback();
    copy(copy, "4\td\n");
    connection.rollback();
    assertThat(stored()).isEqualTo("2 b");
  }

  @Test
  void setReadOnlyIsRefusedInsideIt() throws Exception {
    CopyManager copy = copyManager();
    copy(copy, "1\ta\n");
    connection.commit();
    copy(copy, "2\tb\n");
    Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
    connection.commit();
    assertThat(stored()).isEqualTo("2 b");
  }

  @Test
  void aRowThatIsUpdatedThroughAResultSetOfTheLastTransactionIsCommitted() throws SQLException {
    Sql.update(connection, "INSERT INTO unseen VALUES (1, 'a')");
    try (Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet row = statement.executeQuery("SELECT id, name FROM unseen")) {
      row.next();
      connection.commit();
      row.updateString(2, "b");
      row.updateRow();
      connection.commit();
    }
    assertThat(stored()).isEqualTo("1 b");
  }

  @Test
  void rollbackWithNothingExecutedAfterAnAutoCommitStatementDoesNothing() throws SQLException {
    connection.setAutoCommit(true);
    Sql.text(connection, "SELECT 1");
    connection.setAutoCommit(false);
    connection.rollback();
    connection.commit();
    assertThat(stored()).isEqualTo("0 ");
  }

  private CopyManager copyManager() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void copy(CopyManager copy, String rows) throws SQLException, IOException {
    copy.copyIn("COPY unseen FROM STDIN", new StringReader(rows));
  }
}
