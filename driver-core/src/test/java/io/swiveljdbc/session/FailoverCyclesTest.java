package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testing.FakeServer;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One failover after the other, {@code -Dcycles=10000} of them, with connections and statements
 * that are kept through all: nothing grows.
 */
class FailoverCyclesTest {

  private static final Logger LOG = LoggerFactory.getLogger(FailoverCyclesTest.class);
  private static final int CYCLES = Integer.getInteger("cycles", 300);
  private static final int BEFORE = 100;
  private static final int CONNECTIONS = 5;
  private static final long GROWTH = 4 << 20;

  /** What there is of what could grow. */
  private record Footprint(int threads, long classes, long heap) {
    static Footprint now() throws InterruptedException {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(50); // what ends in the background has ended then
      }
      Runtime runtime = Runtime.getRuntime();
      return new Footprint(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(),
          runtime.totalMemory() - runtime.freeMemory());
    }
  }

  private final TwoServers two = new TwoServers();
  private final PreparedStatement[] statements = new PreparedStatement[CONNECTIONS];
  private final Connection[] connections = new Connection[CONNECTIONS];
  private long term = 1;

  private void cycle() throws Exception {
    boolean odd = term % 2 == 1;
    FakeServer old = odd ? two.a : two.b;
    FakeServer next = odd ? two.b : two.a;
    old.kill();
    two.awaitUnfit(old);
    next.becomeWriter(++term);
    for (PreparedStatement statement : statements) {
      assertThat(statement.executeUpdate()).isZero();
    }
    old.becomeReader();
    old.start();
    two.awaitKnown(topology -> topology.server(old.address()).orElseThrow().fit());
  }

  @Test
  void nothingGrows() throws Exception {
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections[i] = two.open();
        statements[i] = connections[i].prepareStatement("UPDATE 1");
      }
      for (int i = 0; i < BEFORE; i++) {
        cycle();
      }
      Footprint before = Footprint.now();
      for (int i = 0; i < CYCLES; i++) {
        cycle();
      }
      Footprint after = Footprint.now();
      LOG.info("{} failovers: {}, before {}", CYCLES, after, before);
      assertThat(after.threads).isLessThanOrEqualTo(before.threads + 2);
      assertThat(after.classes).isLessThan(before.classes + 50);
      assertThat(after.heap).isLessThan(before.heap + GROWTH);
      assertThat(TwoServers.open(two.a) + TwoServers.open(two.b)).isEqualTo(CONNECTIONS);
    } finally {
      closeAll();
    }
    assertThat(TwoServers.open(two.a) + TwoServers.open(two.b)).isZero();
  }

  private void closeAll() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    two.close();
  }
}
