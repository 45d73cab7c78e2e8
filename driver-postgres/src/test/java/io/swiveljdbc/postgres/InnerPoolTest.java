package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pools inside a data source: what one borrower leaves, the next one does not find. */
@WithPostgres(readers = 1, user = "app", password = "secret")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InnerPoolTest {

  private static final String SESSION = "SELECT pg_backend_pid()";

  private final PostgresCluster cluster;
  private SwivelDataSource pool;

  InnerPoolTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    pool = pool(1);
    Known.all(cluster);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private SwivelDataSource pool(int size, String... options) {
    SwivelDataSource.Builder builder =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.maximumPoolSize", "" + size)
            .option("swivel.pool.connectionTimeout", "2s")
            .option("ApplicationName", "inner");
    for (int i = 0; i < options.length; i += 2) {
      builder.option(options[i], options[i + 1]);
    }
    return builder.build();
  }

  private interface Answer {
    String by(Connection connection) throws SQLException;
  }

  private String with(Answer answer) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return answer.by(connection);
    }
  }

  private String session() throws SQLException {
    return with(c -> Sql.text(c, SESSION));
  }

  @Test
  void aConnectionGoesToTheNextBorrower() throws SQLException {
    assertThat(List.of(session(), session(), session())).containsOnly(session());
  }

  @Test
  void readsAndWritesHavePoolsOfTheirOwn() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isFalse();
      connection.setReadOnly(true);
      assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
    }
    assertThat(with(c -> Sql.text(c, "SELECT pg_is_in_recovery()"))).isEqualTo("f");
  }

  @Test
  void theirSizesMayDiffer() throws SQLException {
    pool.close();
    pool =
        pool(2, "swivel.pool.reader.maximumPoolSize", "5", "swivel.pool.writer.minimumIdle", "1");
    session();
    String count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'inner'";
    ServerActivity.awaitAnswer(cluster, cluster.readers().get(0), count, "5");
    ServerActivity.awaitAnswer(cluster, cluster.writer(), count, "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET search_path TO pg_catalog",
        "SET statement_timeout TO '77s'",
        "SET TIME ZONE 'Asia/Tokyo'",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SELECT set_config('app.tenant', 'a', false)"
      })
  void aSettingDoesNotReachTheNextBorrower(String text) throws SQLException {
    String session = session();
    String question =
        "SELECT current_setting('search_path') || current_setting('statement_timeout')"
            + " || current_setting('TimeZone') || current_setting('transaction_read_only')"
            + " || coalesce(current_setting('app.tenant', true), '')";
    String before = with(c -> Sql.text(c, question));
    with(
        c -> {
          try (Statement statement = c.createStatement()) {
            statement.execute(text);
          }
          assertThat(Sql.text(c, question)).isNotEqualTo(before);
          return "";
        });
    assertThat(with(c -> Sql.text(c, question))).isEqualTo(before);
    assertThat(session()).isEqualTo(session);
  }

  @Test
  void whatWasSetThroughJdbcDoesNotEither() throws SQLException {
    with(
        c -> {
          c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          c.setSchema("pg_catalog");
          c.setClientInfo("ApplicationName", "other");
          c.setNetworkTimeout(Runnable::run, 7_000);
          c.setAutoCommit(false);
          return Sql.text(c, "SELECT 1");
        });
    try (Connection next = pool.getConnection()) {
      assertThat(next.getAutoCommit()).isTrue();
      assertThat(next.getNetworkTimeout()).isZero();
      assertThat(Sql.text(next, "SELECT current_setting('transaction_isolation')"))
          .isEqualTo("read committed");
      assertThat(Sql.text(next, "SELECT current_setting('search_path')")).contains("public");
      assertThat(Sql.text(next, "SELECT current_setting('application_name')")).isEqualTo("inner");
    }
  }

  @Test
  void aTransactionThatWasLeftOpenIsRolledBackAndItsSettingsWithIt() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE TABLE IF NOT EXISTS left_open (id int)");
    cluster.execute(cluster.writer(), "GRANT ALL ON left_open TO app");
    String session =
        with(
            c -> {
              c.setAutoCommit(false);
              Sql.update(c, "INSERT INTO left_open VALUES (1)");
              Sql.update(c, "SET statement_timeout TO '55s'");
              return Sql.text(c, SESSION);
            });
    try (Connection next = pool.getConnection()) {
      assertThat(Sql.text(next, SESSION)).isEqualTo(session);
      assertThat(Sql.text(next, "SHOW statement_timeout")).isEqualTo("0");
      assertThat(Sql.number(next, "SELECT count(*) FROM left_open")).isZero();
    }
  }

  @Test
  void aTransactionBegunByTextEndsWithItsSession() throws SQLException {
    String session =
        with(
            c -> {
              try (Statement statement = c.createStatement()) {
                statement.execute("BEGIN");
              }
              return Sql.text(c, SESSION);
            });
    assertThat(session()).isNotEqualTo(session);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMP TABLE basket (id int)",
        "LISTEN news",
        "SELECT pg_advisory_lock(5)",
        "PREPARE one AS SELECT 1"
      })
  void whatCannotBeTakenBackEndsWithItsSession(String text) throws SQLException {
    String session =
        with(
            c -> {
              try (Statement statement = c.createStatement()) {
                statement.execute(text);
              }
              return Sql.text(c, SESSION);
            });
    assertThat(session()).isNotEqualTo(session);
  }

  @Test
  void statementsEndWithTheirConnection() throws SQLException {
    Connection connection = pool.getConnection();
    PreparedStatement prepared = connection.prepareStatement("SELECT generate_series(1, 3)");
    ResultSet rows = prepared.executeQuery();
    rows.next();
    connection.close();

    assertThat(session()).isNotNull();
    assertThat(prepared.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    Thrown.by(rows::next).as(SQLException.class);
    Thrown.by(prepared::executeQuery).withState("08003");
    Thrown.by(connection::createStatement).withState("08003");
    connection.close();
    assertThat(session()).isNotNull();
  }

  @Test
  void exhaustionIsToldWithTheServerItsRoleAndHikarisNumbers() throws SQLException {
    PostgresServer writer = cluster.writer();
    try (Connection held = pool.getConnection();
        Connection waiting = pool.getConnection()) {
      Sql.text(held, SESSION);
      Thrown.by(() -> Sql.text(waiting, SESSION))
          .withState("08001")
          .as(SQLTransientConnectionException.class)
          .saying("No connection to writer 127.0.0.1:" + writer.port())
          .saying("total=1, active=1, idle=0");
    }
    assertThat(session()).isNotNull();
  }

  @Test
  void eachUserHasPoolsOfItsOwn() throws SQLException {
    String own = session();
    try (Connection other = pool.getConnection("postgres", "")) {
      assertThat(Sql.text(other, "SELECT current_user")).isEqualTo("postgres");
      assertThat(Sql.text(other, SESSION)).isNotEqualTo(own);
    }
    Thrown.by(() -> pool.getConnection("app", "wrong")).withState("28P01");
    assertThat(session()).isEqualTo(own);
  }

  @Test
  void aClosedDataSourceHasNoSessionAndGivesNoConnection() throws SQLException {
    session();
    pool.close();
    String count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'inner'";
    ServerActivity.awaitAnswer(cluster, cluster.writer(), count, "0");
    ServerActivity.awaitAnswer(cluster, cluster.readers().get(0), count, "0");
    Thrown.by(pool::getConnection).withState("08003");
  }

  @Test
  void aDriverByItselfHasNobodyToKeepAPool() {
    Thrown.by(() -> DriverManager.getConnection(cluster.url() + "&swivel.pool=true"))
        .withState("22023")
        .saying("SwivelDataSource");
  }

  @Test
  void anUnwrappedConnectionGoesToTheNextAsAnyOther() throws SQLException {
    String session = session();
    try (Connection connection = pool.getConnection()) {
      connection.unwrap(org.postgresql.PGConnection.class).setPrepareThreshold(3);
      assertThat(connection.unwrap(SwivelConnection.class).pins()).isNotEmpty();
    }
    assertThat(session()).isEqualTo(session);
  }
}
