package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.pool.SwivelExceptionOverride;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A HikariCP pool of one, told nothing of what to evict: what it keeps, and what it evicts. */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EvictionTest {

  private final PostgresCluster cluster;
  private Gate gate;
  private HikariDataSource pool;
  private SwivelConnection before;

  EvictionTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    gate = Gate.shut(cluster);
    open(null);
  }

  private void open(@Nullable String override) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.url() + "&swivel.failoverTimeout=500ms");
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(0); // so that what is evicted is not replaced before it is looked at
    config.setExceptionOverrideClassName(override);
    pool = new HikariDataSource(config);
    before = lent();
  }

  @AfterEach
  void close() {
    pool.close();
    gate.close();
  }

  /** The connection that the pool lends now, fit for use and clean. */
  private SwivelConnection lent() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(Sql.text(connection, "SELECT 1")).isEqualTo("1");
      return connection.unwrap(SwivelConnection.class);
    }
  }

  private interface Told {
    void by(Connection connection) throws SQLException;
  }

  private void inFlight(Told told) throws Exception {
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    try (Connection connection = pool.getConnection()) {
      told.by(connection);
    }
    Gate.await(lost);
    gate.open();
  }

  @Test
  void aConnectionIsKeptAfter40001AndCleanForTheNextBorrower() throws Exception {
    inFlight(
        connection -> {
          connection.setReadOnly(true);
          connection.setAutoCommit(false);
          Thrown.rolledBack(() -> Sql.text(connection, "SELECT pass()"));
          assertThat(connection.isClosed()).isFalse();
          connection.rollback();
        });
    assertThat(lent()).isSameAs(before);
  }

  @Test
  void aConnectionIsKeptAfter40001ThoughItsTransactionWasNotEnded() throws Exception {
    inFlight(
        connection -> {
          connection.setAutoCommit(false);
          Thrown.rolledBack(() -> Sql.text(connection, "SELECT pass()"));
        });
    assertThat(lent()).isSameAs(before);
  }

  @Test
  void aConnectionIsKeptAfterALostBatch() throws Exception {
    inFlight(
        connection -> {
          connection.setAutoCommit(false);
          Thrown.by(() -> Work.batch("SELECT pass()").on(connection)).withState("40001");
          assertThat(connection.isClosed()).isFalse();
          connection.rollback();
        });
    assertThat(lent()).isSameAs(before);
  }

  @Test
  void aConnectionIsEvictedAfter08007() throws Exception {
    inFlight(
        connection -> {
          connection.setAutoCommit(false);
          Sql.update(connection, "INSERT INTO told VALUES (1, 'new')");
          Thrown.outcomeUnknown(connection::commit);
          assertThat(connection.isClosed()).isTrue();
        });
    assertThat(lent()).isNotSameAs(before);
  }

  private int inThePool() {
    return pool.getHikariPoolMXBean().getTotalConnections();
  }

  /** By itself HikariCP evicts at the 08007, and with the override at the one that repeats it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOverridePutsTheEvictionOffUntilThe08007IsToldAgain(boolean override) throws Exception {
    if (override) {
      pool.close();
      open(SwivelExceptionOverride.class.getName());
    }
    inFlight(
        connection -> {
          connection.setAutoCommit(false);
          Sql.update(connection, "INSERT INTO told VALUES (1, 'new')");
          assertThat(inThePool()).isEqualTo(1);
          Thrown.outcomeUnknown(connection::commit);
          assertThat(inThePool()).isEqualTo(override ? 1 : 0);
          Thrown again = Thrown.by(connection::rollback);
          assertThat(again.exception().getMessage().equals("Connection is closed"))
              .isNotEqualTo(override);
          again.withState(override ? "08007" : null);
          assertThat(inThePool()).isZero();
        });
    assertThat(lent()).isNotSameAs(before);
  }

  @Test
  void aConnectionIsEvictedAfter08007OfABatch() throws Exception {
    inFlight(
        connection -> {
          Work insert = Work.batch("INSERT INTO told VALUES (1, 'new')");
          Thrown.by(() -> insert.on(connection)).withState("08007");
          assertThat(connection.isClosed()).isTrue();
        });
    assertThat(lent()).isNotSameAs(before);
  }

  /** Of what pins a connection and is gone. */
  @Test
  void aConnectionIsEvictedAfter08006() throws Exception {
    try (Connection connection = pool.getConnection()) {
      Work.text("LISTEN orders").on(connection);
      PostgresServer server = cluster.writer();
      cluster.kill(server);
      Known.await(connection, Known::noWriter);
      Thrown.by(() -> Sql.text(connection, "SELECT 1")).withState("08006").saying("LISTEN orders");
      assertThat(connection.isClosed()).isTrue();
      assertThat(inThePool()).isZero();
      cluster.start(server);
    }
    assertThat(lent()).isNotSameAs(before);
  }

  @Test
  void aConnectionIsEvictedAfter08001() throws Exception {
    try (Connection connection = pool.getConnection()) {
      cluster.kill(cluster.writer());
      Known.await(connection, Known::noWriter);
      Thrown.noServer(() -> Sql.text(connection, "SELECT 1"));
      assertThat(connection.isClosed()).isTrue();
    }
    cluster.start(cluster.writer());
    assertThat(lent()).isNotSameAs(before);
  }
}
