package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The statement scanner against PostgreSQL itself: of every random text that the server accepts,
 * the scanner counts as many statements as the server, and knows whether the transaction was ended,
 * or says that it does not understand it.
 */
@WithPostgres(readers = 0)
class ScannerFuzzTest {

  private static final int TEXTS = 20_000;

  private static final List<String> PIECES =
      List.of(
          "SELECT 1",
          "SELECT '1'",
          "SELECT 'a;b'",
          "SELECT 'it''s'",
          "SELECT E'a\\';b'",
          "SELECT e'\\\\'",
          "SELECT 'a\\'",
          "SELECT $$;$$",
          "SELECT $a$ ; $$ ; $a$",
          "SELECT $a$ COMMIT $b$ ; $a$",
          "SELECT 1 AS \"a;b\"",
          "SELECT 1 AS \"a\"\"--\"",
          "SELECT U&'d\\0061;'",
          "SELECT B'101'",
          "SELECT 1e5, 1.5, .5",
          "SELECT 5 - -1",
          "SELECT 5 */* ; */ 2",
          "SELECT '{\"a\":1}'::jsonb ? 'a'",
          "SELECT ARRAY[1,2]",
          "SELECT (SELECT (1))",
          "SELECT 1 AS é",
          "SELECT 1 AS a$b",
          "VALUES (1), (2)",
          "COMMIT",
          "commit work",
          "END",
          "ROLLBACK",
          "ROLLBACK TRANSACTION",
          "ABORT",
          "COMMIT AND CHAIN",
          "ROLLBACK AND CHAIN",
          "BEGIN",
          "START TRANSACTION",
          "SAVEPOINT s",
          "ROLLBACK TO s",
          "RELEASE SAVEPOINT s",
          "SET LOCAL app.a = 'COMMIT;'",
          "SHOW app.a",
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
          "/* ; */",
          "/* /* ; */ ; */",
          "/**/",
          "/*'*/",
          "-",
          "/",
          "'",
          "\"",
          "(",
          ")");

  private final PostgresCluster cluster;

  ScannerFuzzTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void theScannerAgreesWithTheServerOrSaysThatItDoesNotKnow() throws SQLException {
    long seed = Long.getLong("fuzz.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    int accepted = 0;
    // In simple mode pgjdbc sends a text as it is.
    String url =
        cluster.writer().jdbcUrl() + "&preferQueryMode=simple&raiseExceptionOnSilentRollback=false";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      connection.setAutoCommit(false);
      for (int i = 0; i < TEXTS; i++) {
        String text = text(random);
        if (agrees(statement, text, "-Dfuzz.seed=" + seed + ": " + text)) {
          accepted++;
        }
        connection.rollback();
      }
    }
    assertThat(accepted).as("texts that the server accepted").isGreaterThan(TEXTS / 50);
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

  private static boolean agrees(Statement statement, String text, String as) throws SQLException {
    String before = transaction(statement);
    int results;
    try {
      results = results(statement, text);
    } catch (SQLException e) {
      return false;
    }
    String after = transaction(statement);
    SqlText read = SqlText.of(text, PostgresDialect.INSTANCE);
    if (read.isUnderstood()) {
      // To a text without statements a server answers too.
      assertThat(Math.max(1, read.statements().size())).as(as).isEqualTo(results);
      boolean ends = read.statements().stream().anyMatch(one -> one.end() != TransactionEnd.NONE);
      assertThat(ends).as(as).isEqualTo(!before.equals(after));
    }
    return true;
  }

  /** Which transaction is open, by the first id that was given out in it. */
  private static String transaction(Statement statement) throws SQLException {
    try (var row = statement.executeQuery("SELECT pg_current_xact_id()")) {
      row.next();
      return row.getString(1);
    }
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
