package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What MariaDB's own SQL, and what it has in common with MySQL, does to a session. */
@WithMysql(mariadb = true, readers = 1, user = "app", password = "app", database = "shop")
class MariadbSessionTest {

  private final MysqlCluster cluster;
  private Connection connection;

  MariadbSessionTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE DATABASE IF NOT EXISTS other");
    cluster.execute(cluster.writer(), "GRANT ALL ON other.* TO app");
    cluster.execute(cluster.writer(), "CREATE ROLE IF NOT EXISTS clerk");
    cluster.execute(cluster.writer(), "GRANT clerk TO app");
    cluster.execute(cluster.writer(), "GRANT RELOAD ON *.* TO app");
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS shop.t");
    cluster.execute(cluster.writer(), "CREATE TABLE shop.t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          SET time_zone = '+01:00'                       | SELECT @@time_zone                    | +01:00
          SET SESSION max_statement_time = 7, @a = 1     | SELECT concat(@@max_statement_time, @a) | 7.0000001
          SET sql_mode = CONCAT('ANSI', '_QUOTES')       | SELECT @@sql_mode                     | ANSI_QUOTES
          SET sql_mode = ORACLE                          | SELECT instr(@@sql_mode, 'ORACLE') > 0 | 1
          SET @`A b` := 'it''s', @c = "d"                | SELECT concat(@`a B`, @C)             | it'sd
          SET @a = 2 + 5                                 | SELECT @a / 2                         | 3.5000
          SET optimizer_switch = 'derived_merge=off'     | SELECT instr(@@optimizer_switch, 'derived_merge=off') > 0 | 1
          SELECT 7, 'x' INTO @a, @b                      | SELECT concat(@a, @b)                 | 7x
          SET NAMES utf8mb4 COLLATE utf8mb4_bin          | SELECT @@collation_connection         | utf8mb4_bin
          SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED | SELECT @@transaction_isolation | READ-COMMITTED
          SET tx_isolation = 'SERIALIZABLE'              | SELECT @@tx_isolation                 | SERIALIZABLE
          SET ROLE clerk                                 | SELECT current_role()                 | clerk
          USE other                                      | SELECT database()                     | other
          """)
  void aSettingIsFoundOnTheReaderAndTheWriter(String set, String question, String answer)
      throws SQLException {
    execute(set);
    assertThat(onReader(question)).as("on the reader").isEqualTo(answer);
    assertThat(onWriter(question)).as("on the writer").isEqualTo(answer);
  }

  @Test
  void isolationOfJdbcAndOfEachTextIsOne() throws SQLException {
    execute("SET tx_isolation = 'READ-COMMITTED'");
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(onReader("SELECT @@transaction_isolation")).isEqualTo("SERIALIZABLE");
    assertThat(onWriter("SELECT @@tx_isolation")).isEqualTo("SERIALIZABLE");
  }

  /** What executeQuery would refuse: Connector/J takes it for a statement without rows. */
  private String rowOf(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.execute(sql)).isTrue();
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Test
  void aReadersSessionNeverWritesWhateverIsSet() throws SQLException {
    for (String text : List.of("SET tx_read_only = 0", "SET SESSION TRANSACTION READ WRITE")) {
      connection.setReadOnly(true);
      execute(text);
      assertThat(onReader("SELECT @@session.tx_read_only")).isEqualTo("1");
    }
  }

  @Test
  void whatIsSetForOneStatementIsSetForNoOther() throws SQLException {
    String timeOut = "SELECT @@max_statement_time";
    String longer = "SET STATEMENT max_statement_time = 7 FOR " + timeOut;
    assertThat(rowOf(longer)).isEqualTo("7.0");
    assertThat(rowOf(timeOut)).isEqualTo("0.0");
    assertThat(onReader(timeOut)).isEqualTo("0.0");
    assertThat(rowOf(longer)).isEqualTo("7.0");
    Thrown.by(() -> rowOf("SET STATEMENT max_statement_time = 0.1 FOR SELECT SLEEP(20)"))
        .withState("70100");
  }

  @Test
  void aStatementWithItsOwnSettingsIsRolledBackLikeAnyOther() throws SQLException {
    String insert = "SET STATEMENT lock_wait_timeout = 3 FOR INSERT INTO t VALUES (%d)";
    connection.setAutoCommit(false);
    execute(insert.formatted(1));
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      cluster.kill(cluster.writer());
      Thrown.rolledBack(() -> execute(insert.formatted(2)));
      connection.rollback();
      assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
      connection.rollback();
      supervisor.awaitPromotion(Duration.ofSeconds(15));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          SET STATEMENT lock_wait_timeout = 1 FOR CREATE TEMPORARY TABLE k (i int) | DROP TABLE k   | temporary table k
          SET STATEMENT lock_wait_timeout = 1 FOR SELECT GET_LOCK('a', 1) | DO RELEASE_LOCK('a')    | session advisory lock a
          CREATE TEMPORARY TABLE k (i int)        | DROP TEMPORARY TABLE k    | temporary table k
          CREATE TEMPORARY SEQUENCE k             | DROP TEMPORARY SEQUENCE k | temporary table k
          BACKUP LOCK t                           | BACKUP UNLOCK             | LOCK BACKUP
          LOCK TABLES t READ                      | UNLOCK TABLES             | LOCK TABLES
          HANDLER t OPEN AS h                     | HANDLER h CLOSE           | HANDLER h
          PREPARE p FROM 'SELECT 1'               | DEALLOCATE PREPARE p      | prepared by SQL p
          """)
  void whatNoOtherServerHasPins(String makes, String ends, String pin) throws SQLException {
    SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
    execute(makes);
    assertThat(swivel.pins()).containsExactly(pin);
    execute(ends);
    assertThat(swivel.pins()).isEmpty();
    assertThat(onReader("SELECT 1")).isEqualTo("1");
  }

  @Test
  void rowsOfReturningAreTheWriters() throws SQLException {
    assertThat(rowOf("INSERT INTO t VALUES (5) RETURNING id + 1")).isEqualTo("6");
    assertThat(rowOf("DELETE FROM t WHERE id = 5 RETURNING id")).isEqualTo("5");
    connection.setReadOnly(true);
    Thrown.by(() -> rowOf("INSERT INTO t VALUES (6) RETURNING id"));
    connection.setReadOnly(false);
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
  }

  @Test
  void settingsGoAlongInAFailover() throws SQLException {
    execute("SET @tenant = 'seven', time_zone = '+05:00', max_statement_time = 9");
    execute("USE other");
    connection.setAutoCommit(false);
    execute("SET @tenant = 'eight'");
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      MysqlServer old = cluster.writer();
      cluster.kill(old);
      Known.lost(cluster, old);
      connection.rollback();
      assertThat(
              Sql.text(
                  connection,
                  "SELECT concat_ws(' ', @tenant, @@time_zone, @@max_statement_time, database())"))
          .isEqualTo("eight +05:00 9.000000 other");
      connection.rollback();
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
  }

  @Test
  void anAccountThatIsLockedIsALoginRefusedAndNoLostServer() throws SQLException {
    cluster.execute(
        cluster.writer(), "CREATE OR REPLACE USER locked IDENTIFIED BY 'x' ACCOUNT LOCK");
    cluster.awaitReplayed();
    String url = cluster.url().replace("user=app&password=app", "user=locked&password=x");
    SQLException told =
        Thrown.by(
                () -> {
                  try (Connection refused = DriverManager.getConnection(url)) {
                    Sql.number(refused, "SELECT 1");
                  }
                })
            .exception();
    assertThat(told.getErrorCode()).isEqualTo(4151);
    assertThat(new MysqlEngine().classify(told)).isEqualTo(FailureKind.LOGIN_REFUSED);
  }
}
