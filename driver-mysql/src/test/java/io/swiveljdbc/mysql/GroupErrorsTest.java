package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a transaction that a group of several primaries does not agree to. */
@Timeout(value = 200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupErrorsTest {

  private static MysqlCluster cluster;
  private static MysqlServer writer;

  private Connection connection;

  /** Writes on another primary, past Swivel. */
  private Connection other;

  /** Looks on, where the connection writes. */
  private Connection witness;

  @BeforeAll
  static void start() throws SQLException {
    cluster = MysqlCluster.builder().readers(2).groupReplication(true).start();
    writer = cluster.writer();
    cluster.execute(writer, "CREATE TABLE t (id int PRIMARY KEY, n int)");
    cluster.execute(writer, "CREATE TABLE held (id int PRIMARY KEY)");
    cluster.execute(writer, "CREATE TABLE large (id int PRIMARY KEY, content blob)");
    cluster.awaitReplayed();
    Known.all(cluster);
    cluster.execute(writer, "SELECT group_replication_switch_to_multi_primary_mode()");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(writer, "REPLACE INTO t VALUES (1, 1), (2, 1)");
    cluster.execute(writer, "DELETE FROM held");
    cluster.awaitReplayed();
    connection = DriverManager.getConnection(cluster.url());
    Known.await(connection, t -> t.servers().stream().allMatch(s -> s.self().willing()));
    assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(writer.directPort());
    connection.setAutoCommit(false);
    other = DriverManager.getConnection(cluster.readers().get(0).jdbcUrl());
    witness = DriverManager.getConnection(writer.jdbcUrl());
  }

  @AfterEach
  void close() throws SQLException {
    witness.close();
    other.close();
    connection.close();
  }

  private void awaitWritten(int n) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (Sql.number(witness, "SELECT n FROM t WHERE id = 1") != n) {
      assertThat(System.nanoTime()).as("%s is not applied", n).isLessThan(end);
    }
  }

  /** Tells that it was rolled back, and goes on. */
  private void assertRolledBack(int number, ThrowingCallable call) throws SQLException {
    Thrown told = Thrown.by(call).withState("40001").as(SQLTransactionRollbackException.class);
    told.saying("rolled it back", "can be tried again");
    assertThat(told.exception().getMessage()).doesNotContain("was lost");
    assertThat(told.exception().getCause()).hasFieldOrPropertyWithValue("errorCode", number);
    Thrown.rolledBack(() -> Sql.update(connection, "UPDATE t SET n = 7 WHERE id = 2"));
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT n FROM t WHERE id = 2")).isEqualTo(1);
    connection.rollback();
  }

  @Test
  void theLaterOfTwoThatChangedTheSameRowIsRolledBackAtItsCommit() throws SQLException {
    Sql.update(connection, "UPDATE t SET n = 10 WHERE id = 1");
    // Keeps what the other primary changed from being applied, and so from taking the row's lock.
    Sql.update(witness, "LOCK TABLES held READ");
    other.setAutoCommit(false);
    Sql.update(other, "INSERT INTO held VALUES (1)");
    Sql.update(other, "UPDATE t SET n = 20 WHERE id = 1");
    other.commit();

    assertRolledBack(3101, connection::commit);

    Sql.update(witness, "UNLOCK TABLES");
    awaitWritten(20);
    Sql.update(connection, "UPDATE t SET n = 30 WHERE id = 1");
    connection.commit();
    awaitWritten(30);
  }

  /** The server has no state for it: it says HY000, and that the engine has met a deadlock. */
  @Test
  void soIsOneWhoseRowsWereTakenAwayByWhatWasCommittedElsewhere() throws SQLException {
    Sql.update(connection, "UPDATE t SET n = 10 WHERE id = 1");
    Sql.update(connection, "UPDATE t SET n = 10 WHERE id = 2");
    Sql.update(other, "UPDATE t SET n = 20 WHERE id = 1");
    awaitWritten(20);

    assertRolledBack(1180, connection::commit);
  }

  @Test
  void itsNextStatementIsToldOfADeadlock() throws SQLException {
    int session = Sql.number(connection, "SELECT connection_id()");
    Sql.update(connection, "UPDATE t SET n = 10 WHERE id = 1");
    Sql.update(other, "UPDATE t SET n = 20 WHERE id = 1");
    awaitWritten(20);

    SQLException told =
        Thrown.by(() -> Sql.update(connection, "UPDATE t SET n = 10 WHERE id = 2"))
            .withState("40001")
            .exception();

    assertThat(told.getErrorCode()).isEqualTo(1213);
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT connection_id()")).isEqualTo(session);
    assertThat(Sql.number(connection, "SELECT sum(n) FROM t")).isEqualTo(21);
    connection.rollback();
  }

  @Test
  void oneThatTheGroupFindsTooLargeIsRolledBack() throws SQLException {
    String limit = "SET GLOBAL group_replication_transaction_size_limit = ";
    cluster.execute(writer, limit + 1000);
    try {
      Sql.update(connection, "INSERT INTO large VALUES (1, REPEAT('x', 5000))");
      assertRolledBack(3100, connection::commit);
      connection.setAutoCommit(true);
      Thrown.rolledBack(
          () -> Sql.update(connection, "INSERT INTO large VALUES (2, REPEAT('x', 5000))"));
      assertThat(Sql.number(connection, "SELECT count(*) FROM large")).isZero();
    } finally {
      cluster.execute(writer, limit + "DEFAULT");
    }
  }
}
