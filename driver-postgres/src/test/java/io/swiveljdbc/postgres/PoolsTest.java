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
import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every pool above Swivel, with its defaults: after a failover all its connections serve again,
 * those that were idle and those in a transaction; the pool has closed none of them, none leads to
 * the server that was the writer, and each was opened once.
 */
@WithPostgres(readers = 2)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolsTest {

  private static final Logger LOG = LoggerFactory.getLogger(PoolsTest.class);
  private static final int SIZE = 50;

  /** How many of them are in the middle of a transaction when the writer is lost. */
  private static final int IN_TRANSACTION = 10;

  private final PostgresCluster cluster;

  PoolsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int)");
    Known.all(cluster);
  }

  /** Borrows every connection of a pool at the same time, and does something with each. */
  private static Set<SwivelConnection> useAll(Pool.Opened pool, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SIZE);
    CountDownLatch borrowed = new CountDownLatch(SIZE);
    Callable<SwivelConnection> task =
        () -> {
          try (Connection connection = pool.source().getConnection()) {
            borrowed.countDown();
            assertThat(borrowed.await(30, TimeUnit.SECONDS)).isTrue();
            work.on(connection);
            return connection.unwrap(SwivelConnection.class);
          }
        };
    try {
      List<Future<SwivelConnection>> results = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        results.add(threads.submit(task));
      }
      Set<SwivelConnection> used = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<SwivelConnection> result : results) {
        used.add(result.get(40, TimeUnit.SECONDS));
      }
      return used;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void insert(Connection connection) throws SQLException {
    Sql.update(connection, "INSERT INTO t VALUES (1)");
  }

  private void comesBack(Pool pool, Runnable fault) throws Exception {
    String url = cluster.url() + CountingSockets.OPTION;
    try (Pool.Opened opened = pool.open(url, SIZE)) {
      Set<SwivelConnection> before = useAll(opened, PoolsTest::insert);
      assertThat(before).hasSize(SIZE);
      List<Connection> inTransaction = begin(opened);
      PostgresServer old = cluster.writer();
      fault.run();
      long start = System.nanoTime();
      int connects =
          CountingSockets.during(
                  () -> {
                    giveBack(inTransaction);
                    assertThat(useAll(opened, PoolsTest::insert))
                        .as("connections that the pool kept")
                        .isEqualTo(before)
                        .allMatch(connection -> portOf(connection) != old.port());
                  })
              .connections();
      Duration served = Duration.ofNanos(System.nanoTime() - start);
      LOG.info("{}: all served after {}, {} connections opened", pool, served, connects);
      assertThat(connects).as("one for each").isBetween(SIZE, SIZE + IN_TRANSACTION);
      assertThat(served).isLessThan(Duration.ofSeconds(15));
      assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t"))
          .isEqualTo("" + 2 * SIZE);
    }
  }

  private static List<Connection> begin(Pool.Opened pool) throws SQLException {
    List<Connection> inTransaction = new ArrayList<>();
    for (int i = 0; i < IN_TRANSACTION; i++) {
      Connection connection = pool.source().getConnection();
      inTransaction.add(connection);
      connection.setAutoCommit(false);
      insert(connection);
    }
    return inTransaction;
  }

  private static void giveBack(List<Connection> inTransaction) throws SQLException {
    for (Connection connection : inTransaction) {
      Thrown.rolledBack(() -> insert(connection));
      connection.rollback();
      connection.setAutoCommit(true);
      connection.close();
    }
  }

  private static int portOf(SwivelConnection connection) {
    try {
      return connection.currentServer().orElseThrow().address().port();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void afterACrash(Pool pool) throws Exception {
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      comesBack(
          pool,
          () -> {
            PostgresServer old = cluster.writer();
            cluster.kill(old);
            known(old);
          });
      supervisor.awaitPromotion(Duration.ofSeconds(10));
      assertThat(supervisor.promotions()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void afterASwitchover(Pool pool) throws Exception {
    comesBack(
        pool,
        () -> {
          PostgresServer old = cluster.writer();
          cluster.switchover(cluster.readers().get(0));
          known(old);
        });
  }

  private void known(PostgresServer old) {
    try {
      Known.lost(cluster, old);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
