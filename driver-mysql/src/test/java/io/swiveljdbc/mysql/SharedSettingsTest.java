package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two logical connections share one physical one, and neither finds what the other has set. */
@WithMysql(readers = 0, user = "app", password = "app", database = "shop")
class SharedSettingsTest {

  private static final String SESSION = "SELECT CONNECTION_ID()";

  private final MysqlCluster cluster;
  private SwivelDataSource pool;
  private Connection one;
  private Connection other;

  SharedSettingsTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE DATABASE IF NOT EXISTS other");
    cluster.execute(cluster.writer(), "GRANT ALL ON other.* TO app");
    pool =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.share", "transaction")
            .option("swivel.pool.maximumPoolSize", "1")
            .build();
    one = pool.getConnection();
    other = pool.getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
    pool.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          SET @a = 7                       | SELECT coalesce(@a, 'none')          | true
          SET max_execution_time = 7000    | SELECT @@max_execution_time          | true
          SET time_zone = '+07:00'         | SELECT @@time_zone                   | true
          SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE | SELECT @@transaction_isolation | true
          USE other                        | SELECT database()                    | true
          SET sql_mode = 'ANSI_QUOTES'     | SELECT @@sql_mode                    | false
          SET NAMES utf8mb4 COLLATE utf8mb4_bin | SELECT @@collation_connection   | false
          SET ROLE NONE                    | SELECT current_role()                | false
          """)
  void aSettingIsOnesOwn(String set, String question, boolean sessionStays) throws SQLException {
    String session = Sql.text(one, SESSION);
    String before = Sql.text(one, question);
    Sql.update(one, set);
    String after = Sql.text(one, question);
    assertThat(Sql.text(other, question)).isEqualTo(before);
    assertThat(Sql.text(one, question)).isEqualTo(after);
    assertThat(Sql.text(other, question)).isEqualTo(before);
    assertThat(Sql.text(other, SESSION).equals(session)).isEqualTo(sessionStays);
  }

  @Test
  void autoCommitIsOnesOwnToo() throws SQLException {
    Sql.update(one, "SET autocommit = 0");
    assertThat(Sql.text(other, "SELECT @@autocommit")).isEqualTo("1");
    assertThat(Sql.text(one, "SELECT @@autocommit")).isEqualTo("0");
    one.rollback();
    assertThat(other.getAutoCommit()).isTrue();
    assertThat(Sql.text(other, "SELECT @@autocommit")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT LAST_INSERT_ID()",
        "SELECT 1 + last_insert_id ( )",
        "INSERT INTO keyed VALUES (100 + LAST_INSERT_ID())",
        "SELECT @@identity",
        "SELECT @@session.last_insert_id",
        "SELECT ROW_COUNT()",
        "SELECT FOUND_ROWS()"
      })
  void whatTheStatementBeforeHasLeftIsNeverAnothersOne(String question) throws SQLException {
    Sql.update(one, "CREATE TABLE IF NOT EXISTS keyed (id int AUTO_INCREMENT PRIMARY KEY)");
    Sql.update(other, "INSERT INTO keyed VALUES ()");
    execute(other, "SELECT SQL_CALC_FOUND_ROWS id FROM keyed LIMIT 1");
    Thrown.by(() -> execute(one, question)).withState("25P01").saying("getGeneratedKeys");

    one.setAutoCommit(false);
    Thrown.by(() -> execute(one, question)).withState("25P01");
    Sql.update(one, "INSERT INTO keyed VALUES ()");
    execute(one, question);
    one.rollback();
    Sql.update(other, "UPDATE keyed SET id = LAST_INSERT_ID(id) WHERE id = 1");
  }

  @Test
  void withinATransactionItIsOnesOwn() throws SQLException {
    Sql.update(one, "CREATE TABLE IF NOT EXISTS keyed (id int AUTO_INCREMENT PRIMARY KEY)");
    one.setAutoCommit(false);
    try (Statement statement = one.createStatement()) {
      statement.executeUpdate("INSERT INTO keyed VALUES ()", Statement.RETURN_GENERATED_KEYS);
      ResultSet key = statement.getGeneratedKeys();
      assertThat(key.next()).isTrue();
      assertThat(Sql.number(one, "SELECT LAST_INSERT_ID()")).isEqualTo(key.getInt(1));
    }
    one.rollback();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void whatPinsKeepsTheSession() throws SQLException {
    Sql.update(one, "CREATE TEMPORARY TABLE t (i int)");
    assertThat(Sql.number(one, "SELECT count(*) FROM t")).isZero();
    Sql.update(one, "DROP TABLE t");
    assertThat(Sql.text(other, SESSION)).isEqualTo(Sql.text(one, SESSION));
  }
}
