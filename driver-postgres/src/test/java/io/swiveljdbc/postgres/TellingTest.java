package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import io.swiveljdbc.trial.WayOut;
import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of docs/errors.md for calls in flight: each is caught in the server and loses its
 * session there. What is told is compared with what the server did.
 */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TellingTest {

  private final PostgresCluster cluster;
  private Gate gate;
  private Connection connection;

  TellingTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  static void allowPreparedTransactions(PostgresCluster cluster) {
    cluster.execute(cluster.writer(), "ALTER SYSTEM SET max_prepared_transactions = 2");
    cluster.restart(cluster.writer());
  }

  @BeforeEach
  void open() throws SQLException {
    gate = Gate.shut(cluster);
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    gate.close();
    if (!"0".equals(cluster.query(cluster.writer(), "SELECT count(*) FROM pg_prepared_xacts"))) {
      cluster.execute(cluster.writer(), "ROLLBACK PREPARED 'told'");
    }
  }

  private static Stream<Arguments> thatCommitNothing() {
    return inTwoWays(CallInFlight.thatCommitNothing());
  }

  private static Stream<Arguments> thatCommit() {
    return inTwoWays(CallInFlight.thatCommit());
  }

  /** Each is cut off; and in turn it is terminated, or its server killed, to save time. */
  private static Stream<Arguments> inTwoWays(Stream<CallInFlight> calls) {
    AtomicInteger turn = new AtomicInteger();
    return calls.flatMap(
        call ->
            Stream.of(Loss.CUT, turn.getAndIncrement() % 2 == 0 ? Loss.KILLED : Loss.TERMINATED)
                .map(loss -> Arguments.of(call, loss)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("thatCommitNothing")
  void whatCommitsNothingIsToldToBeRolledBackAndIs(CallInFlight row, Loss loss) throws Exception {
    row.before().on(connection);
    CompletableFuture<Integer> lost = gate.lose(loss);
    SQLException told = Thrown.by(() -> row.call().on(connection)).exception();
    int session = Gate.await(lost);
    WayOut.tellsRollback(told, cluster.writer(), row.asBatch());
    loss.isOver(cluster);
    gate.open();
    new WayOut(connection).failed();
    assertThatCode(connection::rollback).doesNotThrowAnyException();
    gate.awaitEnd(session);
    assertThat(gate.stored()).isZero();

    connection.setAutoCommit(true);
    Sql.update(connection, "INSERT INTO told VALUES (9, 'new')");
    assertThat(gate.stored()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("thatCommit")
  void whatCommitsIsToldToBeUnknownSinceTheServerMayDoIt(CallInFlight row, Loss loss)
      throws Exception {
    row.before().on(connection);
    CompletableFuture<Integer> lost = gate.lose(loss);
    SQLException told = Thrown.by(() -> row.call().on(connection)).exception();
    int session = Gate.await(lost);
    WayOut.tellsUnknown(told, cluster.writer(), row.asBatch());
    loss.isOver(cluster);
    gate.open();
    gate.awaitEnd(session);
    if (loss == Loss.CUT) {
      assertThat(gate.stored()).as("done by the server, though unheard").isPositive();
    }
    new WayOut(connection).broken();
  }

  @Test
  void theMessageNamesServerAndTerm() throws Exception {
    SQLException told = lostInATransaction(Work.text("SELECT pass()"));
    assertThat(told.getMessage()).contains("127.0.0.1:" + cluster.writer().port(), "term 1");
  }

  private SQLException lostInATransaction(Work call) throws Exception {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO told VALUES (1, 'new')");
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    SQLException told = Thrown.by(() -> call.on(connection)).withState("40001").exception();
    int session = Gate.await(lost);
    gate.open();
    gate.awaitEnd(session);
    return told;
  }
}
