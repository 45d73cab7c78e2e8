package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a real server says when it refuses, ends sessions or has no room, and what becomes of it.
 */
@WithMysql(readers = 1, user = "shop", password = "shop", database = "shop")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerErrorsTest {

  private final MysqlCluster cluster;

  ServerErrorsTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTable() throws SQLException {
    onWriter("DROP TABLE IF EXISTS t");
    onWriter("CREATE TABLE t (id int PRIMARY KEY, n int)");
    onWriter("INSERT INTO t VALUES (1, 1), (2, 2)");
    cluster.awaitReplayed();
    Known.all(cluster);
  }

  private void onWriter(String sql) {
    cluster.execute(cluster.writer(), sql);
  }

  private Connection connect(String... options) throws SQLException {
    String separator = cluster.url().indexOf('?') < 0 ? "?" : "&";
    return DriverManager.getConnection(cluster.url() + separator + String.join("&", options));
  }

  private static int session(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT connection_id()");
  }

  @Test
  void anOptionThatPreventsAStatementOfTheWriterIsTheApplicationsOwnError() throws SQLException {
    onWriter("GRANT FILE ON *.* TO shop");
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (3, 3)");
      int session = session(connection);
      SQLException refused =
          Thrown.by(() -> Sql.update(connection, "LOAD DATA INFILE '/x' INTO TABLE t")).exception();
      assertThat(refused.getErrorCode()).isEqualTo(1290);
      Sql.update(connection, "INSERT INTO t VALUES (4, 4)");
      connection.commit();
      assertThat(session(connection)).isEqualTo(session);
    } finally {
      onWriter("REVOKE FILE ON *.* FROM shop");
    }
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("4");
  }

  @Test
  void aWriteThatAWriterRefusesSinceItIsNoneAnyMoreIsRolledBack() throws SQLException {
    try (Connection connection = connect("swivel.failoverTimeout=300ms")) {
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (3, 3)");
      connection.commit();
      Sql.number(connection, "SELECT count(*) FROM t");
      onWriter("SET GLOBAL super_read_only = ON");
      Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (4, 4)"));
      connection.rollback();
    } finally {
      onWriter("SET GLOBAL super_read_only = OFF");
      onWriter("SET GLOBAL read_only = OFF");
    }
  }

  @Test
  void theTransactionOfASessionThatAnAdministratorKilledIsRolledBack() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (3, 3)");
      int killed = session(connection);
      onWriter("KILL CONNECTION " + killed);
      awaitGone(killed);
      Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (4, 4)"));
      connection.rollback();
      assertThat(session(connection)).isNotEqualTo(killed);
      assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isEqualTo(2);
      connection.rollback();
    }
  }

  private void awaitGone(int session) {
    String there = "SELECT count(*) FROM information_schema.processlist WHERE id = " + session;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!"0".equals(cluster.query(cluster.writer(), there))) {
      assertThat(System.nanoTime()).as("session %s is still there", session).isLessThan(end);
    }
  }

  @Test
  void aKilledQueryIsTheStatementsOwnFailure() throws Exception {
    try (Connection connection = connect()) {
      int session = session(connection);
      CompletableFuture<Throwable> query =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowable(
                      () -> Sql.update(connection, "DO (SELECT 1 FROM t WHERE SLEEP(30))")));
      awaitRunning(session);
      onWriter("KILL QUERY " + session);
      assertThat(query.get(20, TimeUnit.SECONDS)).hasFieldOrPropertyWithValue("errorCode", 1317);
      assertThat(session(connection)).isEqualTo(session);
    }
  }

  private void awaitRunning(int session) {
    String there =
        "SELECT count(*) FROM information_schema.processlist WHERE command = 'Query' AND id = "
            + session;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while ("0".equals(cluster.query(cluster.writer(), there))) {
      assertThat(System.nanoTime()).as("session %s runs nothing", session).isLessThan(end);
    }
  }

  @Test
  void aSessionThatTheServerEndedForItsIdlenessIsReplaced() throws Exception {
    try (Connection connection = connect("sessionVariables=wait_timeout=1")) {
      int idle = session(connection);
      awaitGone(idle);
      // It never read what was sent: that is certainly not done.
      SQLException told =
          Thrown.by(() -> Sql.update(connection, "INSERT INTO t VALUES (3, 3)"))
              .withState("40001")
              .exception();
      assertThat(told.getCause()).hasMessageContaining("inactivity");
      assertThat(Sql.update(connection, "INSERT INTO t VALUES (3, 3)")).isEqualTo(1);
    }
  }

  @Test
  void aServerInOfflineModeServesNothingUntilItIsOnlineAgain() throws SQLException {
    try (Connection connection = connect("swivel.failoverTimeout=500ms")) {
      session(connection);
      onWriter("SET GLOBAL offline_mode = ON");
      try {
        Known.lost(cluster, cluster.writer());
        Thrown.noServer(() -> session(connection)).saying("offline mode");
        connection.setReadOnly(true);
        assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isEqualTo(2);
        connection.setReadOnly(false);
      } finally {
        onWriter("SET GLOBAL offline_mode = OFF");
      }
      Known.all(cluster);
      assertThat(Sql.update(connection, "INSERT INTO t VALUES (3, 3)")).isEqualTo(1);
    }
  }

  @Test
  void aServerWithoutRoomIsWaitedFor() throws Exception {
    String most = cluster.query(cluster.writer(), "SELECT @@max_connections");
    List<Connection> others = new ArrayList<>();
    try (Connection connection = connect()) {
      session(connection);
      onWriter("SET GLOBAL max_connections = 10");
      String direct = cluster.writer().jdbcUrl();
      Throwable full = null;
      while (full == null && others.size() < 20) {
        full = catchThrowable(() -> others.add(DriverManager.getConnection(direct)));
      }
      assertThat(full).hasFieldOrPropertyWithValue("errorCode", 1040);
      try (Connection impatient = connect("swivel.failoverTimeout=300ms")) {
        Thrown.noServer(() -> session(impatient)).causedBy("Too many connections");
      }
      assertThat(session(connection)).isPositive();
      CompletableFuture<Integer> waits = CompletableFuture.supplyAsync(this::newSession);
      others.remove(0).close();
      assertThat(waits.get(20, TimeUnit.SECONDS)).isPositive();
    } finally {
      for (Connection other : others) {
        other.close();
      }
      onWriter("SET GLOBAL max_connections = " + most);
    }
  }

  private int newSession() {
    try (Connection connection = connect()) {
      return session(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aUserWithoutRoomIsWaitedForToo() throws Exception {
    try (Connection connection = connect("swivel.failoverTimeout=300ms")) {
      onWriter("SET GLOBAL max_user_connections = 1"); // counts those that are opened from now on
      try (Connection counted = DriverManager.getConnection(cluster.writer().jdbcUrl())) {
        assertThat(session(counted)).isPositive();
        Thrown.noServer(() -> session(connection)).causedBy("max_user_connections");
      } finally {
        onWriter("SET GLOBAL max_user_connections = 0");
      }
      assertThat(session(connection)).isPositive();
    }
  }

  @Test
  void aLockThatIsWaitedForInVainLeavesTheTransactionOpen() throws SQLException {
    try (Connection holder = connect();
        Connection waiter = connect("sessionVariables=innodb_lock_wait_timeout=1")) {
      holder.setAutoCommit(false);
      waiter.setAutoCommit(false);
      Sql.update(holder, "UPDATE t SET n = 9 WHERE id = 1");
      Sql.update(waiter, "UPDATE t SET n = 8 WHERE id = 2");
      SQLException told =
          Thrown.by(() -> Sql.update(waiter, "UPDATE t SET n = 8 WHERE id = 1")).exception();
      assertThat(told.getErrorCode()).isEqualTo(1205);
      waiter.commit();
      holder.rollback();
      assertThat(Sql.number(holder, "SELECT n FROM t WHERE id = 2")).isEqualTo(8);
      holder.rollback();
    }
  }

  @Test
  void aDeadlockIsTheServersOwnAndTheConnectionGoesOn() throws Exception {
    try (Connection one = connect();
        Connection other = connect()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      Sql.update(one, "UPDATE t SET n = 10 WHERE id = 1");
      Sql.update(other, "UPDATE t SET n = 20 WHERE id = 2");
      CompletableFuture<Throwable> first =
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> Sql.update(one, "UPDATE t SET n = 11 WHERE id = 2")));
      Throwable second =
          catchThrowable(() -> Sql.update(other, "UPDATE t SET n = 21 WHERE id = 1"));
      Throwable victims = second == null ? first.get(20, TimeUnit.SECONDS) : second;
      assertThat(victims)
          .hasFieldOrPropertyWithValue("errorCode", 1213)
          .hasFieldOrPropertyWithValue("SQLState", "40001");
      assertThat(victims.getMessage()).doesNotContain("was lost");
      Connection victim = second == null ? one : other;
      int session = session(victim);
      victim.rollback();
      assertThat(session(victim)).isEqualTo(session);
      first.get(20, TimeUnit.SECONDS);
      one.rollback();
      other.rollback();
    }
  }

  @Test
  void aCleanShutdownOfTheServerIsALoss() throws Exception {
    try (Connection connection = connect("swivel.failoverTimeout=10s")) {
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (3, 3)");
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> cluster.stop(cluster.writer()));
      Thrown.rolledBack(
          () -> Sql.update(connection, "INSERT INTO t SELECT 4, 4 FROM (SELECT SLEEP(30)) s"));
      stopped.get(20, TimeUnit.SECONDS);
      connection.rollback();
      cluster.start(cluster.writer());
      assertThat(Sql.update(connection, "INSERT INTO t VALUES (5, 5)")).isEqualTo(1);
      connection.commit();
    }
  }

  @Test
  void aWrongPasswordIsTheServersOwnError() {
    SQLException told =
        Thrown.by(() -> DriverManager.getConnection(cluster.url(), "nobody", "secret")).exception();
    assertThat(told.getErrorCode()).isEqualTo(1045);
    assertThat(told.getMessage()).doesNotContain("secret");
  }
}
