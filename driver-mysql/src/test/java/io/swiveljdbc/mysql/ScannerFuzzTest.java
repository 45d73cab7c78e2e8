package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statement scanner against MySQL itself: of every random text that the server accepts, the
 * scanner counts as many statements as the server, and knows whether the transaction may have been
 * ended or committed, or says that it does not understand it.
 */
@WithMysql(readers = 0)
class ScannerFuzzTest {

  private static final int TEXTS = 5_000;

  private static final List<String> PIECES =
      List.of(
          "SELECT 1",
          "SELECT 'a;b'",
          "SELECT 'it''s'",
          "SELECT 'a\\';b'",
          "SELECT '\\\\'",
          "SELECT 'a\\'",
          "SELECT \"a;b\"",
          "SELECT \"a\"\"--\"",
          "SELECT \"a\\\"",
          "SELECT 1 AS `a;b`",
          "SELECT 1 AS `a``--`",
          "SELECT N'a;', x'41', _utf8mb4'b;'",
          "SELECT 1e5, 1.5, .5",
          "SELECT 5 - -1",
          "SELECT 5--1",
          "SELECT 5 */* ; */ 2",
          "SELECT (SELECT (1))",
          "SELECT 1 AS é",
          "SELECT 1 AS a$b",
          "SELECT $x FROM (SELECT 1 AS $x) t",
          "SELECT @`a;b`, @'c;d', @@session.sql_mode",
          "VALUES ROW(1), ROW(2)",
          "DO 1",
          "COMMIT",
          "commit work",
          "COMMIT NO RELEASE",
          "ROLLBACK",
          "ROLLBACK WORK",
          "COMMIT AND CHAIN",
          "ROLLBACK AND CHAIN NO RELEASE",
          "BEGIN",
          "START TRANSACTION",
          "SAVEPOINT s",
          "ROLLBACK TO s",
          "RELEASE SAVEPOINT s",
          "SET @a = 'COMMIT;'",
          "SET autocommit = 0",
          "SET autocommit = 1; SET autocommit = 0",
          "CREATE TEMPORARY TABLE IF NOT EXISTS tt (i int)",
          "DROP TEMPORARY TABLE IF EXISTS tt",
          "CREATE TABLE IF NOT EXISTS t (i int)",
          "DROP TABLE IF EXISTS nothing",
          "ANALYZE TABLE t",
          "FLUSH STATUS",
          "CALL p()",
          "CALL pc()",
          "UNLOCK TABLES",
          "/*! SELECT 1 */",
          "/*! COMMIT */",
          "SELECT /*+ MAX_EXECUTION_TIME(1000) */ 1",
          ";",
          ";",
          ";",
          ";",
          ";",
          " ",
          "\n",
          "\t",
          "-- ; COMMIT\n",
          "--\r",
          "-- \r",
          "--;",
          "# ; COMMIT\n",
          "/* ; */",
          "/* /* ; */",
          "/**/",
          "/*'*/",
          "-",
          "/",
          "'",
          "\"",
          "`",
          "\\",
          "(",
          ")");

  private final MysqlCluster cluster;

  ScannerFuzzTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES"})
  void theScannerAgreesWithTheServerOrSaysThatItDoesNotKnow(String mode) throws SQLException {
    long seed = Long.getLong("fuzz.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    String url = cluster.writer().jdbcUrl();
    int accepted = 0;
    try (Connection connection = DriverManager.getConnection(url + "&allowMultiQueries=true");
        Connection witness = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      prepare(statement, mode);
      for (int i = 0; i < TEXTS; i++) {
        String text = text(random);
        if (agrees(statement, witness, i, text, "-Dfuzz.seed=" + seed + ": " + text)) {
          accepted++;
        }
      }
    }
    assertThat(accepted).as("texts that the server accepted").isGreaterThan(TEXTS / 50);
  }

  private static void prepare(Statement statement, String mode) throws SQLException {
    statement.setEscapeProcessing(false);
    statement.execute("DROP TABLE IF EXISTS mark, t");
    statement.execute("CREATE TABLE mark (i int PRIMARY KEY)");
    statement.execute("CREATE TABLE t (i int)");
    statement.execute("DROP PROCEDURE IF EXISTS p");
    statement.execute("DROP PROCEDURE IF EXISTS pc");
    statement.execute("CREATE PROCEDURE p() DO 1");
    statement.execute("CREATE PROCEDURE pc() COMMIT");
    statement.execute("SET sql_mode = '" + mode + "'");
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      if (random.nextInt(3) == 0) {
        text.append(';');
      }
    }
    return text.toString();
  }

  private static boolean agrees(
      Statement statement, Connection witness, int mark, String text, String as)
      throws SQLException {
    statement.execute("ROLLBACK");
    statement.execute("SET autocommit = 0");
    statement.execute("INSERT INTO mark VALUES (" + mark + ")");
    SqlText read = SqlText.of(text, MysqlDialect.INSTANCE);
    int results;
    try {
      results = results(statement, text);
    } catch (SQLException e) {
      assertThat(read.mayCommit() || !has(witness, mark)).as(as).isTrue();
      return false;
    }
    boolean committed = has(witness, mark);
    assertThat(read.mayCommit() || !committed).as(as).isTrue();
    if (read.isUnderstood()) {
      // A comment behind the last statement is answered as if it were one more.
      int statements = read.statements().size();
      boolean comment = text.contains("--") || text.contains("#") || text.contains("/*");
      assertThat(results).as(as).isBetween(statements, statements + (comment ? 1 : 0));
      boolean open = committed || has(statement.getConnection(), mark);
      assertThat(open || hasRollback(read)).as(as).isTrue();
    }
    return true;
  }

  private static boolean hasRollback(SqlText text) {
    return text.statements().stream().anyMatch(one -> one.end() == TransactionEnd.ROLLBACK);
  }

  private static boolean has(Connection session, int mark) throws SQLException {
    return Sql.number(session, "SELECT count(*) FROM mark WHERE i = " + mark) > 0;
  }

  private static int results(Statement statement, String text) throws SQLException {
    int results = 0;
    boolean rows = statement.execute(text);
    while (rows || statement.getUpdateCount() != -1) {
      results++;
      rows = statement.getMoreResults();
    }
    return results;
  }
}
