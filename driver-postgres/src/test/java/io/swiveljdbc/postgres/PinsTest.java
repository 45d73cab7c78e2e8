package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
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
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** What cannot be had on another server keeps a connection where it is, and its loss is told. */
@WithPostgres(readers = 2)
class PinsTest {

  private final PostgresCluster cluster;
  private Connection connection;
  private SwivelConnection swivel;

  PinsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
    swivel = connection.unwrap(SwivelConnection.class);
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

  private boolean readsOnReader() throws SQLException {
    connection.setReadOnly(true);
    boolean reader = Sql.bool(connection, "SELECT pg_is_in_recovery()");
    connection.setReadOnly(false);
    return reader;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TEMP TABLE t (id int)                   | DROP TABLE t           | temporary table t
          CREATE TEMPORARY TABLE IF NOT EXISTS t (id int)| DISCARD TEMP           | temporary table t
          SELECT 1 AS id INTO TEMP t                     | DROP TABLE pg_temp.t   | temporary table t
          CREATE TABLE pg_temp.t (id int)                | DROP TABLE IF EXISTS t | temporary table t
          CREATE TEMP VIEW v AS SELECT 1                 | DROP VIEW v            | temporary table v
          LISTEN orders                                  | UNLISTEN orders        | LISTEN orders
          LISTEN orders                                  | UNLISTEN *             | LISTEN orders
          PREPARE p AS SELECT 1                          | DEALLOCATE p           | prepared by SQL p
          PREPARE p AS SELECT 1                          | DEALLOCATE ALL         | prepared by SQL p
          DECLARE c CURSOR WITH HOLD FOR SELECT 1        | CLOSE c                | cursor WITH HOLD c
          SELECT pg_advisory_lock(7)                     | SELECT pg_advisory_unlock(7)    | session advisory lock 7
          SELECT pg_try_advisory_lock(7, 8)              | SELECT pg_advisory_unlock_all() | session advisory lock 7, 8
          CREATE TEMP TABLE t (id int)                   | DISCARD ALL            | temporary table t
          """)
  void everyTransactionRunsWhereItIsUntilItIsGone(String makes, String ends, String pin)
      throws SQLException {
    execute(makes);
    assertThat(swivel.pins()).containsExactly(pin);
    assertThat(readsOnReader()).isFalse();
    execute(ends);
    assertThat(swivel.pins()).isEmpty();
    assertThat(readsOnReader()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TEMP TABLE t (id int) ON COMMIT DROP
          SELECT pg_advisory_xact_lock(7)
          DECLARE c CURSOR FOR SELECT 1
          SELECT 'CREATE TEMP TABLE t ()' -- LISTEN x
          SELECT nextval('pg_temp_like')
          NOTIFY orders
          """)
  void whatEndsWithItsTransactionPinsNothing(String text) throws SQLException {
    cluster.execute(cluster.writer(), "CREATE SEQUENCE IF NOT EXISTS pg_temp_like");
    connection.setAutoCommit(false);
    execute(text);
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(swivel.pins()).isEmpty();
    assertThat(readsOnReader()).isTrue();
  }

  @Test
  void aRollbackTakesAwayWhatItUndoesAndNoLock() throws SQLException {
    connection.setAutoCommit(false);
    execute("CREATE TEMP TABLE t (id int)");
    execute("SELECT pg_advisory_lock(7)");
    assertThat(swivel.pins()).containsExactly("temporary table t", "session advisory lock 7");
    connection.rollback();
    assertThat(swivel.pins()).containsExactly("session advisory lock 7");
  }

  @Test
  void aLockTakenTwiceIsReleasedTwice() throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(?)");
        PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
      lock.setLong(1, 7);
      lock.execute();
      lock.execute();
      unlock.setLong(1, 7);
      unlock.execute();
      assertThat(swivel.pins()).hasSize(1);
      unlock.execute();
      assertThat(swivel.pins()).isEmpty();
    }
  }

  @Test
  void theApplicationPinsWhatOnlyItKnows() throws SQLException {
    swivel.pin();
    assertThat(swivel.pins()).containsExactly("pinned by the application");
    assertThat(readsOnReader()).isFalse();
    swivel.unpin();
    assertThat(readsOnReader()).isTrue();
  }

  @Test
  void whatIsUnwrappedPinsItsOwnSlotUntilThePoolTakesTheConnectionBack() throws SQLException {
    connection.unwrap(PGConnection.class);
    assertThat(swivel.pins()).containsExactly("unwrapped");
    assertThat(readsOnReader()).isTrue();
    connection.clearWarnings();
    assertThat(swivel.pins()).isEmpty();
  }

  @Test
  void aLockOfATextThatFailedIsTakenForHeld() throws SQLException {
    Thrown.by(() -> execute("SELECT pg_advisory_lock(7); SELECT 1/0")).withState("22012");
    assertThat(swivel.pins()).containsExactly("session advisory lock 7");
  }

  @Test
  void locksThatAreNotToldApartAreHeldUntilAllAreGone() throws SQLException {
    execute("SELECT pg_try_advisory_lock(i) FROM generate_series(1, 3) i");
    execute("SELECT pg_advisory_unlock(1)");
    assertThat(swivel.pins()).containsExactly("session advisory lock several");
    execute("SELECT pg_advisory_unlock_all()");
    assertThat(swivel.pins()).isEmpty();
  }

  @Test
  void whatIsUnwrappedOrReadFromKeepsItsSessionThoughNobodyHoldsTheConnection() throws Exception {
    PGConnection unwrapped = DriverManager.getConnection(cluster.url()).unwrap(PGConnection.class);
    ResultSet tables =
        DriverManager.getConnection(cluster.url()).getMetaData().getTables(null, null, "%", null);
    for (int i = 0; i < 15; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(100); // longer than it takes to notice what is garbage
    }
    assertThat(((Connection) unwrapped).isValid(5)).isTrue();
    assertThat(tables.next()).isTrue();
    ((Connection) unwrapped).close();
  }

  @Test
  void aLocalSettingByParametersPinsNothing() throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement("SELECT set_config('app.tenant', ?::text, true)")) {
      set.setLong(1, 42);
      set.execute();
    }
    assertThat(swivel.pins()).isEmpty();
  }

  @Test
  void aPinOnAReaderKeepsNoWriteFromTheNewWriter() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int)");
    cluster.awaitReplayed();
    connection.setReadOnly(true);
    execute("SELECT pg_advisory_lock(7)");
    PostgresServer reader =
        cluster.readers().stream().filter(s -> s.port() == port()).findFirst().orElseThrow();
    PostgresServer old = cluster.writer();
    cluster.kill(old);
    cluster.promote(reader);
    connection.setReadOnly(false);
    assertThat(Sql.update(connection, "INSERT INTO t VALUES (1)")).isEqualTo(1);
    assertThat(swivel.currentServer().orElseThrow().address().port()).isEqualTo(reader.port());
    assertThat(swivel.pins()).containsExactly("session advisory lock 7");
  }

  private int port() {
    try {
      return swivel.currentServer().orElseThrow().address().port();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLossOutsideATransactionIsToldOnceAndClosesTheConnection() throws SQLException {
    execute("CREATE TEMP TABLE basket (id int)");
    PostgresServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      cluster.kill(old);
      Known.lost(cluster, old);
      assertThat(connection.isValid(2)).isFalse();
      Thrown.by(() -> Sql.text(connection, "SELECT 1"))
          .withState("08006")
          .as(SQLTransientConnectionException.class)
          .saying("temporary table basket");
      assertThat(connection.isClosed()).isTrue();
      Thrown.by(() -> Sql.text(connection, "SELECT 1")).withState("08003");
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
  }

  @Test
  void aLossInATransactionNamesWhatIsGoneAndTheConnectionGoesOn() throws SQLException {
    execute("LISTEN orders");
    connection.setAutoCommit(false);
    execute("CREATE TEMP TABLE basket (id int)");
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      cluster.kill(cluster.writer());
      Thrown lost = Thrown.by(() -> execute("INSERT INTO basket VALUES (1)")).withState("40001");
      lost.saying("LISTEN orders");
      assertThat(lost.exception().getMessage()).doesNotContain("basket");
      connection.rollback();
      assertThat(swivel.pins()).isEmpty();
      execute("CREATE TEMP TABLE basket (id int)");
      connection.commit();
      assertThat(swivel.pins()).isEqualTo(List.of("temporary table basket"));
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
  }
}
