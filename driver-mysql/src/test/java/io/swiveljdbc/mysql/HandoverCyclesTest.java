package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Sql;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two real servers that are the writer by turns, {@code -Dcycles=10000} times, under connections
 * and statements that are kept through all: nothing grows.
 */
@Timeout(3600)
@WithMysql(readers = 1, user = Trial.USER, password = "secret")
class HandoverCyclesTest {

  private static final Logger LOG = LoggerFactory.getLogger(HandoverCyclesTest.class);
  private static final int CYCLES = Integer.getInteger("cycles", 30);
  private static final int BEFORE = CYCLES < 1000 ? CYCLES : 300;
  private static final int CONNECTIONS = 3;
  private static final long GROWTH = 4 << 20;

  /** Nothing that is written, so that nothing is to be replicated; yet no reader lets it pass. */
  private static final String WRITE = "DELETE FROM written WHERE id < 0";

  /** What there is of what could grow. */
  private record Footprint(int threads, long classes, long heap, long files) {
    static Footprint now() throws IOException, InterruptedException {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(100); // what ends in the background has ended then
      }
      Runtime runtime = Runtime.getRuntime();
      Path open = Path.of("/proc/self/fd");
      long files = 0;
      if (Files.isDirectory(open)) {
        try (Stream<Path> all = Files.list(open)) {
          files = all.count();
        }
      }
      return new Footprint(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(),
          runtime.totalMemory() - runtime.freeMemory(),
          files);
    }
  }

  private final MysqlCluster cluster;
  private final MysqlServer[] servers;
  private final Connection[] keepers = new Connection[2];
  private final Connection[] connections = new Connection[CONNECTIONS];
  private final PreparedStatement[] writes = new PreparedStatement[CONNECTIONS];
  private int writer;

  HandoverCyclesTest(MysqlCluster cluster) throws SQLException {
    this.cluster = cluster;
    servers = new MysqlServer[] {cluster.writer(), cluster.readers().get(0)};
    Trial.table(cluster);
    cluster.execute(servers[0], "CREATE USER keeper IDENTIFIED BY 'secret'");
    cluster.execute(servers[0], "GRANT SELECT, SYSTEM_VARIABLES_ADMIN ON *.* TO keeper");
    cluster.awaitReplayed();
    for (int i = 0; i < 2; i++) {
      String url = servers[i].jdbcUrl();
      keepers[i] = DriverManager.getConnection(url.replace("user=" + Trial.USER, "user=keeper"));
    }
    for (int i = 0; i < CONNECTIONS; i++) {
      open(i);
    }
  }

  private void open(int i) throws SQLException {
    connections[i] = DriverManager.getConnection(cluster.url() + "&swivel.probeInterval=100ms");
    writes[i] = connections[i].prepareStatement(WRITE);
  }

  @AfterEach
  void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    for (Connection keeper : keepers) {
      keeper.close();
    }
  }

  private void cycle() throws SQLException {
    Sql.update(keepers[writer], "SET GLOBAL super_read_only = ON");
    writer = 1 - writer;
    Sql.update(keepers[writer], "SET GLOBAL read_only = OFF");
    for (int i = 0; i < CONNECTIONS; i++) {
      write(i);
      assertThat(Sql.number(connections[i], "SELECT @@port"))
          .isEqualTo(servers[writer].directPort());
    }
    Trial.awaitReader(connections[0], servers[1 - writer]); // or it would not be promoted next time
  }

  /**
   * The first to write may find a server that is the writer no more: then nothing was written. One
   * that has just sent its statement there is told that this is not known, and is closed.
   */
  private void write(int i) throws SQLException {
    for (int losses = 0; ; losses++) {
      try {
        writes[i].executeUpdate();
        return;
      } catch (SQLException e) {
        assertThat(losses).as(e.toString()).isLessThan(3);
        assertThat(e.getSQLState()).as(e.toString()).isIn("40001", "08007");
        if (connections[i].isClosed()) {
          connections[i].close();
          open(i);
        }
      }
    }
  }

  @Test
  void nothingGrows() throws Exception {
    for (int i = 0; i < BEFORE; i++) {
      cycle();
    }
    Footprint before = Footprint.now();
    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }
    Footprint after = Footprint.now();
    LOG.info("{} times another writer: {}, before {}", CYCLES, after, before);
    assertThat(after.threads).isLessThanOrEqualTo(before.threads + 2);
    assertThat(after.files).isLessThanOrEqualTo(before.files + 4);
    assertThat(after.classes).isLessThan(before.classes + 50);
    assertThat(after.heap).isLessThan(before.heap + GROWTH);
  }
}
