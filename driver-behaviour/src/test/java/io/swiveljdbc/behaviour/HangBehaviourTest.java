package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A server that hangs is taken for what it is, one that is only slow is not. No socketTimeout is
 * set, and nothing ends by itself: the sockets stay open.
 */
class HangBehaviourTest extends OnEveryCluster {

  private static final Duration BOUND = Duration.ofSeconds(8);

  private Connection known(String... options) throws SQLException {
    Connection connection = connect(options);
    Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
    return connection;
  }

  private static void awaitFit(Connection connection, LocalServer server, boolean fit)
      throws SQLException {
    Known.await(
        connection,
        topology ->
            topology.servers().stream()
                .anyMatch(s -> s.address().port() == server.port() && s.fit() == fit));
  }

  /** Begins a transaction on the writer, which then hangs. */
  private CompletableFuture<Void> insertingWhileItHangs(
      Connection connection, Consumer<LocalServer> hang) throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    hang.accept(cluster.writer());
    return CompletableFuture.runAsync(
        () -> Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)")));
  }

  private static void isReleased(CompletableFuture<Void> waiting) throws Exception {
    waiting.get(BOUND.toSeconds(), TimeUnit.SECONDS);
  }

  private void releasedAndUsedAgain(Consumer<LocalServer> hang) throws Exception {
    LocalServer writer = cluster.writer();
    try (Connection connection = known("swivel.detection=400ms")) {
      isReleased(insertingWhileItHangs(connection, hang));
      connection.rollback();
      cluster.heal();
      Sql.update(connection, "INSERT INTO t VALUES (3)");
      connection.commit();
      assertThat(server(connection)).isEqualTo(writer);
      assertThat(Sql.number(connection, "SELECT sum(id) FROM t")).isEqualTo(3);
    }
  }

  @Test
  void whoWaitsForAWriterThatIsCutOffIsReleasedAndItIsUsedWhenItIsBack() throws Exception {
    releasedAndUsedAgain(cluster::cutOff);
  }

  @Test
  @LosesServers
  void whoWaitsForAFrozenWriterIsReleasedAndItIsUsedWhenItIsBack() throws Exception {
    releasedAndUsedAgain(cluster::freeze);
  }

  @Test
  @LosesServers
  void aPromotionElsewhereIsProofWithoutPatience() throws Exception {
    LocalServer old = cluster.writer();
    try (Connection connection = known("swivel.detection=60s", "swivel.probeInterval=60s")) {
      CompletableFuture<Void> waiting = insertingWhileItHangs(connection, cluster::freeze);
      cluster.failOver();
      isReleased(waiting);
      connection.rollback();
      Sql.update(connection, "INSERT INTO t VALUES (3)");
      connection.commit();
      assertThat(server(connection)).isNotEqualTo(old);
    }
  }

  @Test
  void anIdleServerThatHangsIsDownToo() throws SQLException {
    LocalServer reader = cluster.readers().get(0);
    try (Connection connection = known("swivel.detection=400ms", "swivel.probeInterval=300ms")) {
      cluster.cutOff(reader);
      awaitFit(connection, reader, false);
      cluster.reconnect(reader);
      awaitFit(connection, reader, true);
    }
  }

  @Test
  @LosesServers
  void aReadOnAFrozenReaderRunsAgainElsewhere() throws SQLException {
    try (Connection connection = known("swivel.detection=400ms")) {
      connection.setReadOnly(true);
      LocalServer reader = server(connection);
      cluster.freeze(reader);
      assertThat(server(connection)).isNotEqualTo(reader);
    }
  }

  @Test
  @LosesServers
  void aValidationOnAFrozenWriterThatNobodyReplacesIsFalseInTime() throws SQLException {
    try (Connection connection = known()) {
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      cluster.freeze(cluster.writer());
      long start = System.nanoTime();
      assertThat(connection.isValid(1)).isFalse();
      assertThat(System.nanoTime() - start).isLessThan(BOUND.toNanos());
    }
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** The topology and the session are what they were. */
  private void isNoFailure(Connection connection, Work work) throws SQLException {
    String session = kind.dialect().session();
    int before = Sql.number(connection, session);
    long version = version(connection);
    work.on(connection);
    assertThat(version(connection)).isEqualTo(version);
    assertThat(Sql.number(connection, session)).isEqualTo(before);
  }

  private static long version(Connection connection) throws SQLException {
    return connection.unwrap(SwivelConnection.class).topology().version();
  }

  @Test
  void aLongQueryIsNoFailure() throws SQLException {
    String slow = kind.dialect().slowRead().formatted("2");
    try (Connection connection = known("swivel.detection=800ms")) {
      isNoFailure(connection, works -> assertThat(Sql.number(works, slow)).isEqualTo(1));
    }
  }

  @Test
  void aServerUnderFullLoadIsNoFailure() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> load = new ArrayList<>();
    try (Connection connection = known()) {
      for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
        load.add(CompletableFuture.runAsync(() -> compute(stop), task -> new Thread(task).start()));
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      isNoFailure(
          connection,
          works -> {
            while (System.nanoTime() < end) {
              Sql.text(works, kind.dialect().labour());
            }
          });
    } finally {
      stop.set(true);
      for (CompletableFuture<Void> one : load) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private void compute(AtomicBoolean stop) {
    try (Connection connection = connect()) {
      while (!stop.get()) {
        Sql.text(connection, kind.dialect().labour());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
