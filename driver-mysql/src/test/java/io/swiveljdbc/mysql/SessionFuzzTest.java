package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
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
 * Random sequences of what sets settings, through JDBC and by SQL text, in transactions and outside
 * of them: after each, the server where nothing of it ran has what the server has where it ran.
 */
@WithMysql(readers = 1, user = "app", password = "app", database = "shop")
class SessionFuzzTest {

  private static final int SESSIONS = 60;
  private static final int STEPS = 25;

  private static final String ASK =
      "SELECT concat_ws('|', @a, @b, @c, @@time_zone, @@sql_mode, @@max_execution_time,"
          + " @@transaction_isolation, @@collation_connection, @@character_set_results,"
          + " @@autocommit, @@foreign_key_checks, current_role(), database())";

  private static final List<String> TEXTS =
      List.of(
          "SET @a = %d",
          "SET @a = '%d', @b = \"it''s\", time_zone = '+0%d:00'",
          "SET @a = @b, @b = %d + 0.5",
          "SELECT %d, 'x\\'y' INTO @b, @c",
          "SELECT @c := %d",
          "SET @c = 'back\\\\slash'",
          "SET SESSION max_execution_time = %d0000",
          "SET LOCAL max_execution_time = DEFAULT, foreign_key_checks = OFF",
          "SET foreign_key_checks = 1",
          "SET @@session.time_zone := '-0%d:00'",
          "SET time_zone = @@global.time_zone",
          "SET time_zone = DEFAULT",
          "SET sql_mode = 'ANSI_QUOTES'",
          "SET sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')",
          "SET sql_mode = DEFAULT",
          "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
          "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
          "SET transaction_isolation = DEFAULT",
          "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
          "SET NAMES DEFAULT, @a = %d",
          "SET character_set_results = NULL",
          "SET CHARACTER SET utf8mb4",
          "SET ROLE clerk",
          "SET ROLE NONE",
          "USE other",
          "USE `shop`",
          "SET autocommit = 0",
          "SET autocommit = ON",
          "SELECT nothing",
          "SET time_zone = 'nowhere', @a = 0",
          "/* SET @a = 1; */ SELECT 'SET @a = 2' -- SET @a = 3",
          "SELECT count(*) FROM t",
          "COMMIT",
          "ROLLBACK",
          "BEGIN",
          "START TRANSACTION READ ONLY");

  private final MysqlCluster cluster;

  SessionFuzzTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void bothServersAlwaysAgree() throws SQLException {
    for (String sql :
        List.of(
            "CREATE DATABASE other",
            "GRANT ALL ON other.* TO app",
            "CREATE ROLE clerk",
            "GRANT clerk TO app",
            "CREATE TABLE shop.t (i int)",
            "CREATE TABLE other.t (i int)")) {
      cluster.execute(cluster.writer(), sql);
    }
    cluster.awaitReplayed();
    Known.all(cluster);
    long seed = Long.getLong("fuzz.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    for (int session = 0; session < SESSIONS; session++) {
      List<String> done = new ArrayList<>();
      try (Connection connection = DriverManager.getConnection(cluster.url())) {
        connection.setReadOnly(random.nextBoolean());
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
    boolean isCatalog = random.nextBoolean();
    int value = random.nextInt(2);
    done.add((isCatalog ? "catalog " : "isolation ") + value);
    try {
      if (isCatalog) {
        connection.setCatalog(value == 0 ? "shop" : "other");
      } else {
        connection.setTransactionIsolation(value == 0 ? 2 : 4);
      }
    } catch (SQLException e) {
      done.add(e.getSQLState());
    }
  }

  private static void compare(Connection connection, String history) throws SQLException {
    boolean inAutoCommit = connection.getAutoCommit();
    endTransaction(connection);
    String here = Sql.text(connection, ASK);
    endTransaction(connection);
    connection.setReadOnly(!connection.isReadOnly());
    String there = Sql.text(connection, ASK);
    assertThat(there).as(history).isEqualTo(here);
    assertThat(connection.getAutoCommit()).as(history).isEqualTo(inAutoCommit);
    assertThat(here).as(history).endsWith("|" + connection.getCatalog());
    endTransaction(connection);
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
}
