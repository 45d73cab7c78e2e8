package io.swiveljdbc.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;

/** What applications do wrong with connections, over inner pools of one connection. */
@WithPostgres(readers = 0)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InnerPoolHazardsTest {

  private static final String SESSION = "SELECT pg_backend_pid()";

  private final PostgresCluster cluster;
  private SwivelDataSource pool;

  InnerPoolHazardsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    open("swivel.pool.minimumIdle", "0");
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int)");
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private void open(String... options) {
    if (pool != null) {
      pool.close();
    }
    SwivelDataSource.Builder builder =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.maximumPoolSize", "1");
    for (int i = 0; i < options.length; i += 2) {
      builder.option(options[i], options[i + 1]);
    }
    pool = builder.build();
  }

  private String session() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Sql.text(connection, SESSION);
    }
  }

  /** Null when the one connection did not come free. */
  private String sessionWithinASecond() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      try (ResultSet row = statement.executeQuery(SESSION)) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLTimeoutException e) {
      return null;
    }
  }

  private void leak() throws SQLException {
    Connection leaked = pool.getConnection();
    ResultSet rows = leaked.createStatement().executeQuery("SELECT generate_series(1, 9)");
    assertThat(rows.next()).isTrue();
  }

  @Test
  void whatNobodyClosedIsGivenBackWithItsOpenStatement() throws SQLException {
    leak();
    String session = null;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (session == null && System.nanoTime() < end) {
      System.gc();
      session = sessionWithinASecond();
    }
    assertThat(session).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE TEMP TABLE basket (id int)", "SELECT 1"})
  void whoeverWaitsGetsTheNextOneAlsoWhenTheFirstIsNotGivenBack(String text) throws Exception {
    Connection first = pool.getConnection();
    try (Statement statement = first.createStatement()) {
      statement.execute(text);
    }
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return session();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Assertions.assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    first.close();
    assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void exhaustionIsToldWhateverEndsTheWait() throws SQLException {
    open("swivel.failoverTimeout", "1s");
    try (Connection held = pool.getConnection();
        Connection waiting = pool.getConnection()) {
      Sql.text(held, SESSION);
      Thrown.noServer(() -> Sql.text(waiting, SESSION)).saying("came free", "total=1, active=1");
      try (Statement statement = waiting.createStatement()) {
        statement.setQueryTimeout(1);
        Thrown.by(() -> statement.executeQuery(SESSION))
            .as(SQLTimeoutException.class)
            .saying("total=1, active=1");
      }
    }
  }

  @Test
  void whatTheDriversOwnConnectionWasToldBehindOurBackEndsWithItsSession() throws SQLException {
    String session = session();
    try (Connection connection = pool.getConnection()) {
      ((Connection) connection.unwrap(PGConnection.class)).setAutoCommit(false);
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(Sql.text(connection, SESSION)).isNotEqualTo(session);
      Sql.update(connection, "INSERT INTO t VALUES (1)");
    }
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("1");
  }

  @Test
  void aConnectionThatAnotherThreadClosesDuringACallIsNotLentOn() throws Exception {
    Connection closed = pool.getConnection();
    String session = Sql.text(closed, SESSION);
    CompletableFuture<Thrown> sleeping =
        CompletableFuture.supplyAsync(
            () -> Thrown.by(() -> Sql.text(closed, "SELECT pg_sleep(20)")));
    ServerActivity.await(cluster, cluster.writer(), "SELECT pg_sleep(20)");
    closed.close();
    assertThat(session()).isNotEqualTo(session);
    assertThat(sleeping.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aLargeObjectDoesNotReachTheNextBorrower() throws Exception {
    open("swivel.pool.share", "transaction");
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      long id = Long.parseLong(Sql.text(connection, "SELECT lo_from_bytea(0, 'abc')"));
      connection.commit();
      Blob blob = blob(connection, id);
      assertThat(blob.getBytes(1, 3)).isEqualTo("abc".getBytes(UTF_8));
      OutputStream late = blob.setBinaryStream(1);
      connection.commit();

      Thrown.by(() -> blob.getBytes(1, 3)).withState("08003");
      Assertions.assertThatThrownBy(() -> late.write(new byte[100_000]))
          .hasMessageContaining("given back");
      assertThat(blob(connection, id).getBytes(1, 3)).isEqualTo("abc".getBytes(UTF_8));
      connection.rollback();
    }
  }

  private static Blob blob(Connection connection, long id) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + id + "::oid")) {
      row.next();
      return row.getBlob(1);
    }
  }

  @Test
  void aCommitThatTheServerRefusesGivesTheConnectionBack() throws SQLException {
    open("swivel.pool.share", "transaction");
    cluster.execute(
        cluster.writer(), "ALTER TABLE t ADD UNIQUE (id) DEFERRABLE INITIALLY DEFERRED");
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (1), (1)");
      Thrown.by(connection::commit).withState("23505");
      assertThat(session()).isNotNull();
      connection.rollback();
    }
  }

  @Test
  void aClosedDataSourceTellsThoseWhoStillHaveConnections() throws SQLException {
    Connection connection = pool.getConnection();
    Sql.text(connection, SESSION);
    Connection unbound = pool.getConnection();
    pool.close();
    Thrown.by(() -> Sql.text(unbound, SESSION)).withState("08003");
    Thrown.by(() -> Sql.text(connection, SESSION)).as(SQLException.class);
  }

  @Test
  void aSessionThatIsLostLeavesTheOthersAlone() throws Exception {
    open("swivel.pool.maximumPoolSize", "2", "swivel.rebalance", "1s");
    try (Connection lost = pool.getConnection();
        Connection other = pool.getConnection()) {
      String session = Sql.text(lost, SESSION);
      String working = Sql.text(other, SESSION);
      cluster.execute(cluster.writer(), "SELECT pg_terminate_backend(" + session + ")");
      Thrown.by(() -> Sql.text(lost, SESSION)).as(SQLException.class);

      assertThat(Sql.text(other, "SELECT 'up' FROM pg_sleep(4)")).isEqualTo("up");
      assertThat(Sql.text(other, SESSION)).isEqualTo(working);
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aPoolAboveIsToldOnceThatOneIsEnough(Pool outer) throws SQLException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger root = (Logger) LoggerFactory.getLogger("io.swiveljdbc");
    root.addAppender(log);
    try (Pool.Opened above = outer.over(pool);
        Connection one = above.source().getConnection();
        Connection two = above.source().getConnection()) {
      assertThat(one.isValid(5)).isTrue();
      assertThat(two.isValid(5)).isTrue();
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.WARN)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .startsWith(
            outer.product() + " takes its connections from a SwivelDataSource that has pools");
  }
}
