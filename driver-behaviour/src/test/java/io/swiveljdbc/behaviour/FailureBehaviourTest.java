package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server is lost: what the caller sees is the table of docs/errors.md, row by row. */
class FailureBehaviourTest extends OnEveryCluster {

  private Supervisor supervisor;
  private Connection connection;

  @BeforeEach
  void connected() throws SQLException {
    supervisor = cluster.supervise(Duration.ofMillis(200));
    connection = connect();
    onWriter(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    supervisor.close();
  }

  private void loseWriter() throws SQLException {
    LocalServer writer = cluster.writer();
    lose(writer);
    Known.lost(cluster, writer);
  }

  @Test
  @LosesServers
  void withNothingSentItWaitsForTheNewWriterAndGoesOnWithoutAnError() throws SQLException {
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      insert.setInt(1, 2);
      loseWriter();
      assertThat(insert.executeUpdate()).isEqualTo(1);
      connection.commit();
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  @LosesServers
  void aTransactionInTheMiddleIsRolledBackAndNothingRunsUntilItIsEnded() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    loseWriter();
    Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)"));
    Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (3)"));
    Thrown.rolledBack(connection::commit);
    assertThat(connection.isClosed()).isFalse();
    connection.rollback();
    connection.setAutoCommit(true);
    Sql.update(connection, "INSERT INTO t VALUES (4)");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  @LosesServers
  void aCommitInFlightIsUnknownAndTheConnectionIsClosed() throws Exception {
    LocalServer writer = cluster.writer();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    cluster.delay(writer, Duration.ofSeconds(3));
    CompletableFuture<Void> lost =
        CompletableFuture.runAsync(
            () -> cluster.kill(writer),
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    Thrown.outcomeUnknown(connection::commit);
    lost.get(10, TimeUnit.SECONDS);

    assertThat(connection.isClosed()).isTrue();
    Thrown.outcomeUnknown(connection::rollback);
    assertThatCode(
            () -> {
              connection.setReadOnly(false);
              connection.setAutoCommit(true);
              connection.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  @LosesServers
  void anAutoCommitWriteInFlightIsUnknown() throws Exception {
    String slow = kind.dialect().slowInsert().formatted(1);
    CompletableFuture<Void> lost = loseOnce(cluster.writer(), slow);
    Thrown.outcomeUnknown(() -> Sql.update(connection, slow));
    lost.get(20, TimeUnit.SECONDS);
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  @LosesServers
  void aStatementOfATransactionInFlightIsRolledBack() throws Exception {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    String slow = kind.dialect().slowInsert().formatted(2);
    CompletableFuture<Void> lost = loseOnce(cluster.writer(), slow);
    Thrown.rolledBack(() -> Sql.update(connection, slow));
    lost.get(20, TimeUnit.SECONDS);
    connection.rollback();
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
    connection.rollback();
  }

  @Test
  @LosesServers
  void aRollbackOfALostTransactionReturnsNormally() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    loseWriter();
    connection.rollback();
    Sql.update(connection, "INSERT INTO t VALUES (2)");
    connection.commit();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  @LosesServers
  void aBatchInATransactionIsRolledBackWithoutAChainOfExceptions() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      for (int id = 2; id < 5; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      loseWriter();
      SQLException told = Thrown.by(insert::executeBatch).withState("40001").exception();
      assertThat(told.getNextException() == null).isTrue();
    }
    connection.rollback();
    assertThat(rows()).isZero();
  }

  @Test
  @LosesServers
  void aReadOnAReaderThatIsLostRunsAgainElsewhereByItself() throws Exception {
    connection.setReadOnly(true);
    LocalServer reader = server(connection);
    String slow = kind.dialect().slowRead().formatted("3");
    CompletableFuture<Void> lost = loseOnce(reader, slow);
    assertThat(Sql.number(connection, slow)).isEqualTo(1);
    lost.get(20, TimeUnit.SECONDS);
    assertThat(server(connection)).isNotEqualTo(reader);
  }

  @Test
  void withoutAWriterInTimeTheFirstStatementSaysWhichServersThereAre() throws SQLException {
    supervisor.close();
    try (Connection impatient = connect("swivel.failoverTimeout=300ms")) {
      onWriter(impatient);
      LocalServer writer = cluster.writer();
      List.copyOf(cluster.servers()).forEach(cluster::cutOff);
      Known.lost(cluster, writer);
      Thrown.noServer(() -> Sql.update(impatient, "INSERT INTO t VALUES (1)"))
          .saying(cluster.servers().stream().map(s -> ":" + s.port()).toArray(String[]::new));
    }
  }

  @Test
  void afterASwitchoverWritesGoToTheNewWriter() throws SQLException {
    LocalServer old = cluster.writer();
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    cluster.switchover(cluster.readers().get(0));
    int id = 2;
    for (int tries = 0; tries < 3 && onServer(old); tries++) {
      id = insertOrBeRefused(id);
    }
    insertOrBeRefused(id);
    assertThat(onServer(old)).isFalse();
    assertThat(rows()).isGreaterThan(1);
  }

  private boolean onServer(LocalServer server) throws SQLException {
    return server(connection).equals(server);
  }

  /** What reaches the former writer is refused by it, and told as rolled back. */
  private int insertOrBeRefused(int id) throws SQLException {
    try {
      Sql.update(connection, "INSERT INTO t VALUES (" + id + ")");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("40001");
    }
    return id + 1;
  }

  @Test
  @LosesServers
  void aFrozenWriterIsLeftAndNotUsedWhenItWakes() throws Exception {
    LocalServer old = cluster.writer();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    cluster.freeze(old);
    CompletableFuture.runAsync(
            () -> Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)")))
        .get(20, TimeUnit.SECONDS);
    connection.rollback();
    Sql.update(connection, "INSERT INTO t VALUES (3)");
    connection.commit();
    cluster.thaw(old);
    for (int id = 10; id < 40; id++) {
      Sql.update(connection, "INSERT INTO t VALUES (" + id + ")");
      assertThat(server(connection)).isNotEqualTo(old);
      connection.commit();
      try (Connection reads = connect()) {
        reads.setReadOnly(true);
        assertThat(server(reads)).isNotEqualTo(old);
      }
    }
    assertThat(rows()).isEqualTo(31);
  }
}
