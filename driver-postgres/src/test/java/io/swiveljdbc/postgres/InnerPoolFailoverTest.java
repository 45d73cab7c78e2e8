package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fifty threads over inner pools of ten: a failover stops nobody for long, and hits nobody twice.
 */
@WithPostgres(readers = 2)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InnerPoolFailoverTest {

  private static final Logger LOG = LoggerFactory.getLogger(InnerPoolFailoverTest.class);
  private static final int THREADS = 50;
  private static final String SESSIONS =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'inner'";

  private final PostgresCluster cluster;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private SwivelDataSource pool;

  InnerPoolFailoverTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int)");
    Known.all(cluster);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    pool.close();
  }

  private void open(String share) {
    pool =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("ApplicationName", "inner")
            .option("swivel.pool.share", share)
            .option("swivel.connectTimeout", "20s") // the longest that a pool may take to fill
            .build();
  }

  /** Each thread writes once; returns the ports of the servers where they did. */
  private List<Integer> allWrite() throws Exception {
    Callable<Integer> task =
        () -> {
          try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Sql.update(connection, "INSERT INTO t VALUES (1)");
            SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
            int port = swivel.currentServer().orElseThrow().address().port();
            connection.commit();
            return port;
          }
        };
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      results.add(threads.submit(task));
    }
    List<Integer> ports = new ArrayList<>();
    for (Future<Integer> result : results) {
      ports.add(result.get(30, TimeUnit.SECONDS));
    }
    return ports;
  }

  private void comesBack(String how, Fault fault) throws Exception {
    allWrite();
    PostgresServer old = cluster.writer();
    fault.run();
    Known.lost(cluster, old);
    long start = System.nanoTime();
    List<Integer> ports = allWrite();
    LOG.info("{}: all served after {}", how, Duration.ofNanos(System.nanoTime() - start));
    assertThat(ports).hasSize(THREADS).doesNotContain(old.port());
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t"))
        .isEqualTo("" + 2 * THREADS);
    assertThat(Integer.parseInt(cluster.query(cluster.writer(), SESSIONS)))
        .as("sessions on the new writer")
        .isLessThanOrEqualTo(20); // ten of a writer, and ten of the reader it was, on their way out
  }

  /** The port of the server on which a read runs. */
  private static int readsAt(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      row.next();
      return connection
          .unwrap(SwivelConnection.class)
          .currentServer()
          .orElseThrow()
          .address()
          .port();
    }
  }

  private interface Fault {
    void run() throws Exception;
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "transaction"})
  void afterACrash(String share) throws Exception {
    open(share);
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      comesBack("crash, " + share, () -> cluster.kill(cluster.writer()));
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "transaction"})
  void afterASwitchover(String share) throws Exception {
    open(share);
    comesBack("switchover, " + share, () -> cluster.switchover(cluster.readers().get(0)));
    ServerActivity.awaitAnswer(cluster, cluster.writer(), SESSIONS, "10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "transaction"})
  void aWriterThatRestartsIsUsedAgain(String share) throws Exception {
    open(share);
    allWrite();
    PostgresServer writer = cluster.writer();
    cluster.kill(writer);
    Known.lost(cluster, writer);
    cluster.start(writer);
    assertThat(allWrite()).containsOnly(writer.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "transaction"})
  void aReaderThatComesBackGetsReadsWhenItHasConnections(String share) throws Exception {
    open(share);
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      PostgresServer reader = cluster.readers().get(0);
      cluster.kill(reader);
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 1);
      for (int i = 0; i < 20; i++) {
        assertThat(readsAt(connection)).isNotEqualTo(reader.port());
      }
      cluster.start(reader);
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
      boolean seen = false;
      while (!seen) {
        try (Connection next = pool.getConnection()) {
          next.setReadOnly(true);
          seen = readsAt(next) == reader.port();
        }
      }
      assertThat(Integer.parseInt(cluster.query(reader, SESSIONS))).as("its pool").isEqualTo(10);
    }
  }
}
