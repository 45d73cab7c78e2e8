package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.WithMysql;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that hangs, and is replaced by nobody, is taken for what it is; one that is only slow is
 * not; over TLS, with no socketTimeout set.
 */
@WithMysql(readers = 1, synchronous = false, tls = true, user = Trial.USER, password = "secret")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangTest {

  private static final Duration BOUND = Duration.ofSeconds(8);

  private final MysqlCluster cluster;

  HangTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void aTable() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    Known.all(cluster);
  }

  private Connection connect(String options) throws SQLException {
    Connection connection = DriverManager.getConnection(cluster.url() + options);
    Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
    return connection;
  }

  private static long version(Connection connection) throws SQLException {
    return connection.unwrap(SwivelConnection.class).topology().version();
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeze", "cut"})
  void whoWaitsForAHungWriterIsReleasedAndItIsUsedWhenItIsBack(String kind) throws Exception {
    MysqlServer writer = cluster.writer();
    try (Connection connection = connect("&swivel.detection=200ms")) {
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      if (kind.equals("freeze")) {
        cluster.freeze(writer);
      } else {
        cluster.cutOff(writer);
      }
      CompletableFuture.runAsync(
              () -> Thrown.rolledBack(() -> Sql.update(connection, "INSERT INTO t VALUES (2)")))
          .get(BOUND.toSeconds(), TimeUnit.SECONDS);
      connection.rollback();
      cluster.heal();
      Sql.update(connection, "INSERT INTO t VALUES (3)");
      connection.commit();
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(writer.directPort());
      assertThat(Sql.number(connection, "SELECT sum(id) FROM t")).isEqualTo(3);
    }
  }

  @Test
  void aValidationOnAFrozenWriterThatNobodyReplacesIsFalseInTime() throws Exception {
    try (Connection connection = connect("")) {
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      cluster.freeze(cluster.writer());
      long start = System.nanoTime();
      assertThat(connection.isValid(1)).isFalse();
      assertThat(System.nanoTime() - start).isLessThan(BOUND.toNanos());
    }
  }

  @Test
  void aReadOnAFrozenReaderRunsAgainElsewhere() throws Exception {
    try (Connection connection = connect("&swivel.detection=200ms")) {
      connection.setReadOnly(true);
      MysqlServer reader = cluster.readers().get(0);
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(reader.directPort());
      cluster.freeze(reader);
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(cluster.writer().directPort());
    }
  }

  @Test
  void anIdleServerThatHangsIsDownToo() throws Exception {
    MysqlServer reader = cluster.readers().get(0);
    try (Connection connection = connect("&swivel.detection=200ms&swivel.probeInterval=300ms")) {
      cluster.freeze(reader);
      Trial.await(connection, reader, server -> !server.fit());
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(cluster.writer().directPort());
      cluster.thaw(reader);
      Trial.awaitReader(connection, reader);
    }
  }

  @Test
  void aLongQueryIsNoFailure() throws Exception {
    try (Connection connection = connect("&swivel.detection=800ms")) {
      int session = Sql.number(connection, "SELECT connection_id()");
      long version = version(connection);
      assertThat(Sql.number(connection, "SELECT SLEEP(3)")).isZero();
      assertThat(version(connection)).isEqualTo(version);
      assertThat(Sql.number(connection, "SELECT connection_id()")).isEqualTo(session);
    }
  }

  @Test
  void aServerUnderFullLoadIsNoFailure() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> load = new ArrayList<>();
    try (Connection connection = connect("")) {
      int session = Sql.number(connection, "SELECT connection_id()");
      long version = version(connection);
      for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
        load.add(CompletableFuture.runAsync(() -> compute(stop), task -> new Thread(task).start()));
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      while (System.nanoTime() < end) {
        Sql.text(connection, "SELECT BENCHMARK(100000, SHA2('load', 256))");
      }
      assertThat(version(connection)).isEqualTo(version);
      assertThat(Sql.number(connection, "SELECT connection_id()")).isEqualTo(session);
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
        Sql.text(connection, "SELECT BENCHMARK(300000, SHA2('load', 256))");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
