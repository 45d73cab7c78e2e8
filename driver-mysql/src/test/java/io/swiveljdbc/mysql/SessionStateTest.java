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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL text sets in a session is found on whichever server comes next. */
@WithMysql(readers = 1, user = "app", password = "app", database = "shop")
class SessionStateTest {

  private final MysqlCluster cluster;
  private Connection connection;

  SessionStateTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE DATABASE IF NOT EXISTS other");
    cluster.execute(cluster.writer(), "GRANT ALL ON other.* TO app");
    cluster.execute(cluster.writer(), "CREATE ROLE IF NOT EXISTS clerk");
    cluster.execute(cluster.writer(), "GRANT clerk TO app");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private String onWriter(String question) throws SQLException {
    connection.setReadOnly(false);
    assertThat(port()).isEqualTo(cluster.writer().directPort());
    return Sql.text(connection, question);
  }

  private String onReader(String question) throws SQLException {
    connection.setReadOnly(true);
    assertThat(port()).isEqualTo(cluster.readers().get(0).directPort());
    return Sql.text(connection, question);
  }

  private int port() throws SQLException {
    return Sql.number(connection, "SELECT @@port");
  }

  private void everywhere(String question, String answer) throws SQLException {
    assertThat(onReader(question)).as("on the reader").isEqualTo(answer);
    assertThat(onWriter(question)).as("on the writer").isEqualTo(answer);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static final String SETTINGS =
      """
      SET time_zone = '+01:00'                       | SELECT @@time_zone                    | +01:00
      SET SESSION max_execution_time = 7000, @a = 1  | SELECT concat(@@max_execution_time, @a) | 70001
      SET @@session.sql_mode = 'ANSI_QUOTES'         | SELECT @@sql_mode                     | ANSI_QUOTES
      SET sql_mode = CONCAT('ANSI', '_QUOTES')       | SELECT @@sql_mode                     | ANSI_QUOTES
      SET sql_mode = NO_BACKSLASH_ESCAPES            | SELECT @@sql_mode                     | NO_BACKSLASH_ESCAPES
      SET foreign_key_checks = OFF                   | SELECT @@foreign_key_checks           | 0
      SET @`A b` := 'it''s', @c = "d"                | SELECT concat(@`a B`, @C)             | it'sd
      SET @a = 'a\\b'                                | SELECT hex(@a)                        | 6108
      SET @a = 2 + 5                                 | SELECT @a / 2                         | 3.5000
      SET @a = 1.50                                  | SELECT @a                             | 1.50
      SET @a = 1e0 / 4                               | SELECT @a                             | 0.25
      SET @a = x'00FF'                               | SELECT hex(@a)                        | 00FF
      SET @a = NULL                                  | SELECT @a IS NULL                     | 1
      SELECT 7, 'x' INTO @a, @b                      | SELECT concat(@a, @b)                 | 7x
      SELECT @a := 5                                 | SELECT @a                             | 5
      SET NAMES utf8mb4 COLLATE utf8mb4_bin          | SELECT @@collation_connection         | utf8mb4_bin
      SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED | SELECT @@transaction_isolation | READ-COMMITTED
      SET transaction_isolation = 1                  | SELECT @@transaction_isolation        | READ-COMMITTED
      SET ROLE clerk                                 | SELECT current_role()                 | `clerk`@`%`
      USE other                                      | SELECT database()                     | other
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = SETTINGS)
  void aSettingIsFoundOnTheReaderAndTheWriter(String set, String question, String answer)
      throws SQLException {
    execute(set);
    everywhere(question, answer);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = SETTINGS)
  void soIsOneThatWasSetOnTheReader(String set, String question, String answer)
      throws SQLException {
    connection.setReadOnly(true);
    execute(set);
    everywhere(question, answer);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = SETTINGS)
  void aRollbackUndoesNoneOfThem(String set, String question, String answer) throws SQLException {
    connection.setAutoCommit(false);
    execute("START TRANSACTION");
    execute(set);
    connection.rollback();
    connection.setAutoCommit(true);
    everywhere(question, answer);
  }

  @Test
  void aParameterIsAskedOfTheServer() throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("SET @user = ?, time_zone = ?")) {
      set.setInt(1, 7);
      set.setString(2, "+02:00");
      set.execute();
    }
    everywhere("SELECT concat(@user / 2, @@time_zone)", "3.5000+02:00");
  }

  @Test
  void whatIsSetTogetherGoesTogether() throws SQLException {
    execute("SET ROLE clerk");
    execute("SET @a = 1");
    execute("SET sql_mode = 'ANSI_QUOTES'");
    execute("SET @b = 2");
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    everywhere(
        "SELECT concat_ws(' ', current_role(), @a, @b, @@sql_mode, @@transaction_isolation)",
        "\"clerk\"@\"%\" 1 2 ANSI_QUOTES SERIALIZABLE");
  }

  @Test
  void theOrderCountsWhereOneChangesWhatAnotherHasSet() throws SQLException {
    execute("SET NAMES utf8mb4");
    execute("SET character_set_results = latin1");
    everywhere("SELECT @@character_set_results", "latin1");
    execute("SET NAMES utf8mb4");
    everywhere("SELECT @@character_set_results", "utf8mb4");
  }

  @Test
  void theLaterOfJdbcAndSqlCounts() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    everywhere("SELECT @@transaction_isolation", "READ-COMMITTED");
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    everywhere("SELECT @@transaction_isolation", "SERIALIZABLE");
  }

  @Test
  void theIsolationCanBeSetWithinATransactionForThoseBehindIt() throws SQLException {
    connection.setAutoCommit(false);
    execute("START TRANSACTION");
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    connection.rollback();
    everywhereInTransactions("SELECT @@transaction_isolation", "SERIALIZABLE");
  }

  @Test
  void useIsSetCatalog() throws SQLException {
    execute("USE other");
    assertThat(connection.getCatalog()).isEqualTo("other");
    connection.setCatalog("shop");
    everywhere("SELECT database()", "shop");
    execute("USE `other`");
    everywhere("SELECT database()", "other");
    connection.setCatalog("shop");
    assertThat(connection.getCatalog()).isEqualTo("shop");
    everywhere("SELECT database()", "shop");
  }

  @Test
  void setAutocommitIsSetAutoCommit() throws SQLException {
    execute("SET autocommit = 0");
    assertThat(connection.getAutoCommit()).isFalse();
    everywhereInTransactions("SELECT @@autocommit", "0");
    execute("SET @@autocommit = ON");
    assertThat(connection.getAutoCommit()).isTrue();
    everywhere("SELECT @@autocommit", "1");
    connection.setAutoCommit(false);
    execute("SET autocommit = DEFAULT");
    assertThat(connection.getAutoCommit()).isTrue();
    everywhere("SELECT @@autocommit", "1");
  }

  private void everywhereInTransactions(String question, String answer) throws SQLException {
    connection.rollback();
    assertThat(Sql.text(connection, question)).isEqualTo(answer);
    connection.rollback();
    connection.setReadOnly(true);
    assertThat(Sql.text(connection, question)).isEqualTo(answer);
    connection.rollback();
    connection.setReadOnly(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET SESSION TRANSACTION READ WRITE",
        "SET SESSION TRANSACTION READ WRITE, ISOLATION LEVEL READ COMMITTED",
        "SET transaction_read_only = 0",
        "SET @@session.transaction_read_only = OFF, @a = 1",
        "SET SESSION transaction_read_only = 1 - 1",
        "SET transaction_read_only = DEFAULT"
      })
  void aReadersSessionNeverWritesWhateverIsSet(String text) throws SQLException {
    for (String options : new String[] {"", "&useLocalSessionState=true"}) {
      connection.close();
      connection = DriverManager.getConnection(cluster.url() + options);
      assertThat(onReader("SELECT @@session.transaction_read_only")).isEqualTo("1");
      execute(text);
      assertThat(onReader("SELECT @@session.transaction_read_only")).isEqualTo("1");
      connection.setReadOnly(false);
      execute(text);
      assertThat(onReader("SELECT @@session.transaction_read_only")).isEqualTo("1");
    }
  }

  @Test
  void settingsGoAlongInAFailover() throws SQLException {
    execute("SET @tenant = 'seven', time_zone = '+05:00'");
    execute("USE other");
    connection.setAutoCommit(false);
    execute("START TRANSACTION");
    execute("SET @tenant = 'eight'");
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      MysqlServer old = cluster.writer();
      cluster.kill(old);
      Thrown.rolledBack(() -> execute("SET @other = 1"));
      connection.rollback();
      assertThat(Sql.text(connection, "SELECT concat_ws(' ', @tenant, @@time_zone, database())"))
          .isEqualTo("eight +05:00 other");
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
  }
}
