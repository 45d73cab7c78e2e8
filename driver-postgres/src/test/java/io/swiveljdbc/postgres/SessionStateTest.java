package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What SQL text sets in a session is found on whichever server comes next. */
@WithPostgres(readers = 2)
class SessionStateTest {

  private final PostgresCluster cluster;
  private Connection connection;

  SessionStateTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE SCHEMA IF NOT EXISTS other");
    cluster.execute(
        cluster.writer(),
        "DO $$ BEGIN CREATE ROLE clerk; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
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
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isFalse();
    return Sql.text(connection, question);
  }

  private String onReader(String question) throws SQLException {
    connection.setReadOnly(true);
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
    return Sql.text(connection, question);
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

  private static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of("SET statement_timeout = '7s'", "SHOW statement_timeout", "7s"),
        Arguments.of("SET SESSION work_mem TO 65536", "SHOW work_mem", "64MB"),
        Arguments.of(
            "set /* a */ Search_Path to other, public", "SHOW search_path", "other, public"),
        Arguments.of("SET SCHEMA 'other'", "SELECT current_schema()", "other"),
        Arguments.of("SET TIME ZONE 'Asia/Tokyo'", "SHOW timezone", "Asia/Tokyo"),
        Arguments.of("SET TIME ZONE INTERVAL '+02:00' HOUR TO MINUTE", "SHOW timezone", "<+02>-02"),
        Arguments.of("SET datestyle = 'ISO, YMD'", "SHOW datestyle", "ISO, YMD"),
        Arguments.of("SET app.tenant = 'O''Neill'", "SHOW app.tenant", "O'Neill"),
        Arguments.of("SET \"app\".\"Tenant\" = E'a\\\\b'", "SHOW app.tenant", "a\\b"),
        Arguments.of("SET ROLE clerk", "SELECT current_user", "clerk"),
        Arguments.of("SET SESSION AUTHORIZATION clerk", "SELECT session_user", "clerk"),
        Arguments.of(
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SHOW transaction_isolation",
            "repeatable read"),
        Arguments.of("SELECT set_config('app.tenant', 'seven', false)", "SHOW app.tenant", "seven"),
        Arguments.of(
            "SELECT pg_catalog.set_config('app.a', '1', false), set_config('app.b', '2', false)",
            "SELECT current_setting('app.a') || current_setting('app.b')",
            "12"),
        Arguments.of(
            "SET app.a = 1; SET app.b = 2; SET app.a = 3",
            "SELECT current_setting('app.a') || current_setting('app.b')",
            "32"),
        Arguments.of("SET application_name = 'till'", "SHOW application_name", "till"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aSettingIsFoundOnTheReaderAndTheWriter(String set, String question, String answer)
      throws SQLException {
    execute(set);
    everywhere(question, answer);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void soIsOneThatWasSetOnTheReader(String set, String question, String answer)
      throws SQLException {
    connection.setReadOnly(true);
    execute(set);
    everywhere(question, answer);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatARollbackUndoesIsUndoneEverywhere(String set, String question, String answer)
      throws SQLException {
    String before = onWriter(question.contains("app.") ? "SELECT 'none'" : question);
    connection.setAutoCommit(false);
    execute(set);
    connection.rollback();
    connection.setAutoCommit(true);
    if (!question.contains("app.")) {
      everywhere(question, before);
    } else {
      connection.setReadOnly(true);
      assertThat(Sql.text(connection, "SELECT coalesce(current_setting('app.tenant', true), '')"))
          .isEmpty();
    }
  }

  @Test
  void theArgumentsOfACallMayBeParameters() throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, ?)")) {
      set.setString(1, "app.tenant");
      set.setString(2, "it's \\ 7");
      set.setBoolean(3, false);
      set.execute();
      everywhere("SHOW app.tenant", "it's \\ 7");
      set.setString(2, "local");
      set.setBoolean(3, true);
      set.execute();
      everywhere("SHOW app.tenant", "it's \\ 7");
    }
  }

  @Test
  void savepointsOfOneNameAreKeptApart() throws SQLException {
    connection.setAutoCommit(false);
    execute("SAVEPOINT s");
    execute("SET app.a = 1");
    Savepoint inner = connection.setSavepoint("s");
    execute("SET app.a = 2");
    connection.releaseSavepoint(inner);
    execute("ROLLBACK TO s");
    execute("SET app.b = 1");
    connection.commit();
    connection.setAutoCommit(true);
    everywhere("SELECT coalesce(current_setting('app.a', true), '')", "");
    everywhere("SHOW app.b", "1");
  }

  @Test
  void whatGoesAlongIsNoPartOfTheApplicationsTransaction() throws SQLException {
    execute("DO $$ BEGIN SET TIME ZONE 'Asia/Tokyo'; END $$");
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    assertThat(Sql.text(connection, "SHOW timezone")).isEqualTo("Asia/Tokyo");
    connection.rollback();
    assertThat(Sql.text(connection, "SHOW timezone")).isEqualTo("Asia/Tokyo");
    connection.rollback();
  }

  @Test
  void whatATextSetThatFailedBehindItsCommitStaysWhereItIs() throws SQLException {
    Thrown.by(() -> execute("BEGIN; SET app.a = 1; COMMIT; SELECT 1/0")).withState("22012");
    connection.setReadOnly(true);
    assertThat(Sql.text(connection, "SHOW app.a")).isEqualTo("1");
    connection.setReadOnly(false);
    execute("DISCARD ALL");
    everywhere("SELECT coalesce(current_setting('app.a', true), '')", "");
  }

  @Test
  void whatWasCommittedByATextThatFailedThenStaysWhereItIs() throws SQLException {
    connection.setAutoCommit(false);
    execute("SET app.a = 1");
    Thrown.by(() -> execute("COMMIT; SELECT 1/0")).withState("22012");
    connection.setAutoCommit(true);
    connection.setReadOnly(true);
    assertThat(Sql.text(connection, "SHOW app.a")).isEqualTo("1");
  }

  @Test
  void jdbcsSettersLeaveWhatIsLocalAlone() throws SQLException {
    execute("SET search_path TO other");
    connection.setAutoCommit(false);
    execute("SET LOCAL search_path TO public");
    connection.setNetworkTimeout(Runnable::run, 5_000);
    connection.setNetworkTimeout(Runnable::run, 0);
    assertThat(Sql.text(connection, "SELECT current_schema()")).isEqualTo("public");
    connection.rollback();
    connection.setAutoCommit(true);
    everywhere("SELECT current_schema()", "other");
  }

  @Test
  void whatIsLocalEndsWithItsTransaction() throws SQLException {
    connection.setAutoCommit(false);
    execute("SET LOCAL statement_timeout = '7s'");
    connection.commit();
    connection.setAutoCommit(true);
    everywhere("SHOW statement_timeout", "0");
  }

  @Test
  void resetGivesBackWhatANewSessionHas() throws SQLException {
    execute("SET statement_timeout = '7s'; SET app.tenant = 'x'; SET ROLE clerk");
    everywhere("SHOW statement_timeout", "7s");
    execute("RESET statement_timeout");
    everywhere("SHOW statement_timeout", "0");
    execute("SET statement_timeout = '8s'");
    execute("SET statement_timeout TO DEFAULT");
    everywhere("SHOW statement_timeout", "0");
    execute("RESET ALL");
    everywhere("SHOW app.tenant", "");
    everywhere("SELECT current_user", "clerk");
    execute("DISCARD ALL");
    everywhere("SELECT current_user", "postgres");
  }

  @Test
  void whatStandsBehindASavepointIsUndoneWithIt() throws SQLException {
    connection.setAutoCommit(false);
    execute("SET app.a = 1");
    Savepoint savepoint = connection.setSavepoint("before");
    execute("SET app.a = 2; SET app.b = 2");
    execute("SAVEPOINT inner_one");
    execute("SET app.a = 3");
    execute("ROLLBACK TO SAVEPOINT inner_one");
    assertThat(Sql.text(connection, "SHOW app.a")).isEqualTo("2");
    connection.rollback(savepoint);
    connection.commit();
    connection.setAutoCommit(true);
    everywhere("SHOW app.a", "1");
    everywhere("SELECT coalesce(current_setting('app.b', true), '')", "");
  }

  @Test
  void aCommitOfAFailedTransactionUndoesToo() throws SQLException {
    execute("SET app.a = 1");
    connection.setAutoCommit(false);
    execute("SET app.a = 2");
    Thrown.by(() -> execute("SELECT 1/0")).withState("22012");
    execute("COMMIT");
    connection.setAutoCommit(true);
    everywhere("SHOW app.a", "1");
  }

  @Test
  void theLaterOfJdbcAndSqlCounts() throws SQLException {
    connection.setSchema("other");
    execute("SET search_path TO public");
    assertThat(connection.getSchema()).isEqualTo("public");
    everywhere("SELECT current_schema()", "public");
    connection.setSchema("other");
    everywhere("SELECT current_schema()", "other");
    assertThat(connection.getSchema()).isEqualTo("other");
    execute("RESET search_path");
    everywhere("SELECT current_schema()", "public");
    assertThat(connection.getSchema()).isEqualTo("public");
  }

  @Test
  void aSchemaThatIsResetIsTheWholePathEverywhere() throws SQLException {
    String path = onWriter("SHOW search_path");
    for (String reset : new String[] {"RESET search_path", "RESET ALL", "DISCARD ALL"}) {
      connection.setSchema("other");
      everywhere("SHOW search_path", "other");
      execute(reset);
      everywhere("SHOW search_path", path);
    }
    connection.setSchema("other");
    everywhere("SHOW search_path", "other");
    connection.setSchema("public");
    everywhere("SHOW search_path", path);
    assertThat(connection.getSchema()).isEqualTo("public");
  }

  @Test
  void theSameSqlTextCountsAgainAfterJdbc() throws SQLException {
    String[] texts = {"SET search_path TO other", "SET application_name = 'till'"};
    execute(texts[0]);
    execute(texts[1]);
    everywhere("SHOW application_name", "till");
    connection.setSchema("pg_catalog");
    connection.setClientInfo("ApplicationName", "desk");
    execute(texts[0]);
    execute(texts[1]);
    everywhere("SHOW application_name", "till");
    everywhere("SELECT current_schema()", "other");
  }

  @Test
  void whatJdbcSetsLeavesAllElseAsItIs() throws SQLException {
    execute("SET app.tenant = 'seven'; SET search_path TO other");
    connection.setNetworkTimeout(Runnable::run, 5_000);
    connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setClientInfo("ApplicationName", "till");
    everywhere("SHOW app.tenant", "seven");
    everywhere("SELECT current_schema()", "other");
  }

  @Test
  void anIsolationSetBySqlDecidesWhereReadsRun() throws SQLException {
    execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    connection.setReadOnly(true);
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isFalse();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(Sql.text(connection, "SHOW transaction_isolation")).isEqualTo("read committed");
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
  }

  @Test
  void whatAFunctionSetsIsFoundWhereTheServerReportsIt() throws SQLException {
    execute("DO $$ BEGIN SET TIME ZONE 'Asia/Tokyo'; END $$");
    everywhere("SHOW timezone", "Asia/Tokyo");
  }

  @Test
  void aReadersSessionNeverWritesWhateverIsReset() throws SQLException {
    connection.setReadOnly(true);
    for (String text :
        new String[] {
          "RESET ALL",
          "DISCARD ALL",
          "SET default_transaction_read_only = off",
          "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"
        }) {
      execute(text);
      assertThat(onReader("SHOW default_transaction_read_only")).as(text).isEqualTo("on");
      connection.setReadOnly(false);
      execute(text);
      assertThat(onReader("SHOW default_transaction_read_only")).as(text).isEqualTo("on");
    }
  }

  @Test
  void settingsGoAlongInAFailover() throws SQLException {
    execute("SET app.tenant = 'seven'; SET ROLE clerk");
    connection.setAutoCommit(false);
    execute("SET app.tenant = 'lost'");
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      PostgresServer old = cluster.writer();
      cluster.kill(old);
      Thrown.rolledBack(() -> execute("SET app.other = 1"));
      connection.rollback();
      assertThat(onWriter("SHOW app.tenant")).isEqualTo("seven");
      assertThat(onWriter("SELECT current_user")).isEqualTo("clerk");
      connection.rollback();
      supervisor.awaitPromotion(Duration.ofSeconds(10));
      assertThat(supervisor.promotions()).hasSize(1);
    }
  }
}
