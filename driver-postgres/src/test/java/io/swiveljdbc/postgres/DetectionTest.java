package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a failure, and what is not; over TLS, with no socketTimeout set. */
@WithPostgres(readers = 2, tls = true)
class DetectionTest {

  private static final Duration BOUND = Duration.ofSeconds(8);

  private final PostgresCluster cluster;

  DetectionTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTable() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int)");
    Known.all(cluster);
  }

  private interface Fault {
    void on(PostgresCluster cluster, PostgresServer server);
  }

  private static Fault hang(String kind) {
    return kind.equals("freeze") ? PostgresCluster::freeze : PostgresCluster::cutOff;
  }

  private CompletableFuture<Void> inserting(Connection connection) {
    return CompletableFuture.runAsync(
        () -> Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)")));
  }

  /** Begins a transaction on the writer, which then hangs. */
  private CompletableFuture<Void> insertingWhileItHangs(Connection connection, String kind)
      throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO t VALUES (1)");
    hang(kind).on(cluster, cluster.writer());
    return inserting(connection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeze", "cut"})
  void aPromotionElsewhereIsProofWithoutPatience(String kind) throws Exception {
    String patient = cluster.url() + "&swivel.detection=60s&swivel.probeInterval=60s";
    try (Connection connection = DriverManager.getConnection(patient)) {
      CompletableFuture<Void> released = insertingWhileItHangs(connection, kind);
      cluster.failOver();

      released.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      connection.rollback();
      Sql.update(connection, "INSERT INTO t VALUES (3)");
      connection.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeze", "cut"})
  void withoutAPromotionPatienceEndsAndTheSameServerIsUsedWhenItIsBack(String kind)
      throws Exception {
    PostgresServer writer = cluster.writer();
    try (Connection connection =
        DriverManager.getConnection(cluster.url() + "&swivel.detection=200ms")) {
      insertingWhileItHangs(connection, kind).get(BOUND.toSeconds(), TimeUnit.SECONDS);
      connection.rollback();
      cluster.thaw(writer);
      cluster.reconnect(writer);
      Sql.update(connection, "INSERT INTO t VALUES (3)");
      connection.commit();
      assertThat(cluster.query(writer, "SELECT string_agg(id::text, ',') FROM t")).isEqualTo("3");
    }
  }

  @Test
  void anIdleServerThatHangsIsDownToo() throws Exception {
    PostgresServer reader = cluster.readers().get(0);
    try (Connection connection =
        DriverManager.getConnection(
            cluster.url() + "&swivel.detection=200ms&swivel.probeInterval=300ms")) {
      cluster.freeze(reader);
      Known.await(
          connection,
          topology ->
              topology.servers().stream()
                  .anyMatch(s -> s.address().port() == reader.port() && !s.fit()));
      cluster.thaw(reader);
      Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
    }
  }

  @Test
  void aLongQueryIsNoFailure() throws Exception {
    try (Connection connection =
        DriverManager.getConnection(cluster.url() + "&swivel.detection=800ms")) {
      Sql.text(connection, "SELECT 1");
      long version = connection.unwrap(SwivelConnection.class).topology().version();
      Sql.text(connection, "SELECT pg_sleep(3)");
      assertThat(connection.unwrap(SwivelConnection.class).topology().version()).isEqualTo(version);
    }
  }

  @Test
  void aServerUnderFullLoadIsNoFailure() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> load = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      Sql.text(connection, "SELECT 1");
      long version = connection.unwrap(SwivelConnection.class).topology().version();
      for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
        load.add(CompletableFuture.runAsync(() -> compute(stop), task -> new Thread(task).start()));
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (System.nanoTime() < end) {
        Sql.text(connection, "SELECT sum(i) FROM generate_series(1, 300000) i");
      }
      assertThat(connection.unwrap(SwivelConnection.class).topology().version()).isEqualTo(version);
    } finally {
      stop.set(true);
      for (CompletableFuture<Void> one : load) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private void compute(AtomicBoolean stop) {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      while (!stop.get()) {
        Sql.text(connection, "SELECT sum(i) FROM generate_series(1, 1000000) i");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
