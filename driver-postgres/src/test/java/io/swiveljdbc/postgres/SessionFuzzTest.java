package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of what sets, resets, commits and undoes settings: after each, the server where
 * nothing of it ran has what the server has where it ran.
 */
@WithPostgres(readers = 1)
class SessionFuzzTest {

  private static final int SESSIONS = 60;
  private static final int STEPS = 25;

  private static final String ASK =
      "SELECT concat_ws('|', current_setting('app.a', true), current_setting('app.b', true),"
          + " current_setting('statement_timeout'), current_setting('search_path'),"
          + " current_setting('timezone'), current_setting('application_name'),"
          + " current_setting('default_transaction_isolation'), current_user)";

  private static final List<String> TEXTS =
      List.of(
          "SET app.a = '%d'",
          "SET SESSION app.b TO %d",
          "SET LOCAL app.a = '%d'",
          "SELECT set_config('app.b', '%d', false)",
          "SELECT set_config('app.b', '%d', true)",
          "SET statement_timeout = %d000",
          "RESET app.a",
          "RESET statement_timeout",
          "SET app.b TO DEFAULT",
          "SET search_path = s%d, public",
          "RESET search_path",
          "SET application_name = 'a%d'",
          "RESET application_name",
          "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "RESET default_transaction_isolation",
          "SET TIME ZONE %d",
          "SET ROLE pg_monitor",
          "RESET ROLE",
          "SET ROLE NONE",
          "RESET ALL",
          "SAVEPOINT a",
          "SAVEPOINT b",
          "ROLLBACK TO a",
          "ROLLBACK TO SAVEPOINT b",
          "RELEASE a",
          "SELECT 1/0",
          "SET app.a = '%d'; SET app.b = 9",
          "/* SET app.a = 1; */ SELECT 'SET app.a = 2' -- SET app.a = 3",
          "COMMIT",
          "ROLLBACK",
          "BEGIN");

  private final PostgresCluster cluster;

  SessionFuzzTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void bothServersAlwaysAgree() throws SQLException {
    Known.all(cluster);
    long seed = Long.getLong("fuzz.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    for (int session = 0; session < SESSIONS; session++) {
      List<String> done = new ArrayList<>();
      try (Connection connection = DriverManager.getConnection(cluster.url())) {
        boolean startOnReader = random.nextBoolean();
        connection.setReadOnly(startOnReader);
        for (int step = 0; step < STEPS; step++) {
          step(connection, random, done);
          if (random.nextInt(4) == 0) {
            compare(connection, "-Dfuzz.seed=" + seed + ": " + done);
          }
        }
      }
    }
  }

  private static void step(Connection connection, Random random, List<String> done)
      throws SQLException {
    if (random.nextInt(6) == 0) {
      boolean autoCommit = random.nextBoolean();
      done.add("autoCommit " + autoCommit);
      connection.setAutoCommit(autoCommit);
      return;
    }
    if (random.nextInt(6) == 0) {
      setByJdbc(connection, random, done);
      return;
    }
    String text =
        TEXTS.get(random.nextInt(TEXTS.size())).replace("%d", "" + (1 + random.nextInt(9)));
    done.add(text);
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      done.add(e.getSQLState());
    }
  }

  private static void setByJdbc(Connection connection, Random random, List<String> done)
      throws SQLException {
    int value = random.nextInt(4);
    int what = random.nextInt(3);
    done.add(List.of("schema ", "name ", "isolation ").get(what) + value);
    try {
      switch (what) {
        case 0 -> connection.setSchema(value == 0 ? "public" : "s" + value);
        case 1 -> connection.setClientInfo("ApplicationName", "s" + value);
        default -> connection.setTransactionIsolation(value < 2 ? 2 : 4);
      }
    } catch (SQLException e) {
      done.add(e.getSQLState());
    }
  }

  private static void compare(Connection connection, String history) throws SQLException {
    String here;
    try {
      here = Sql.text(connection, ASK);
    } catch (SQLException e) {
      return; // the transaction has failed
    }
    boolean inAutoCommit = connection.getAutoCommit();
    endTransaction(connection);
    here = Sql.text(connection, ASK);
    endTransaction(connection);
    connection.setReadOnly(!connection.isReadOnly());
    String there = Sql.text(connection, ASK);
    assertThat(blankless(there)).as(history).isEqualTo(blankless(here));
    endTransaction(connection);
    connection.setAutoCommit(inAutoCommit);
  }

  private static void endTransaction(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    } else {
      try (Statement statement = connection.createStatement()) {
        statement.execute("COMMIT");
      }
    }
  }

  /** A custom setting that was reset is an empty text; where it was never set, there is none. */
  private static String blankless(String answer) {
    return answer.replaceAll("\\|+", "|").replaceAll("^\\|", "");
  }
}
