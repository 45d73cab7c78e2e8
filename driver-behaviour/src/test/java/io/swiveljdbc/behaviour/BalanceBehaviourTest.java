package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader that comes back under load gets its share, and nobody meets an error. */
class BalanceBehaviourTest extends OnEveryCluster {

  private static final int CONNECTIONS = 12;
  private static final int WINDOW_SECONDS = 3;

  private final List<Thread> threads = new ArrayList<>();
  private final Queue<SQLException> errors = new ConcurrentLinkedQueue<>();
  private final Map<LocalServer, LongAdder> reads = new ConcurrentHashMap<>();
  private volatile boolean over;

  @AfterEach
  void stop() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }

  private void read() {
    try (Connection connection = connect("swivel.rebalance=" + WINDOW_SECONDS + "s")) {
      connection.setReadOnly(true);
      while (!over) {
        LocalServer server = server(connection);
        Sql.number(connection, kind.dialect().slowRead().formatted("0.01"));
        reads.computeIfAbsent(server, s -> new LongAdder()).increment();
      }
    } catch (SQLException e) {
      errors.add(e);
    }
  }

  /** Whether within a second the readers shared evenly, within a fifth, and the writer had none. */
  private boolean even(int readers) throws InterruptedException {
    reads.clear();
    TimeUnit.SECONDS.sleep(1); // what is measured is a rate
    long all = reads.values().stream().mapToLong(LongAdder::sum).sum();
    return reads.size() == readers
        && !reads.containsKey(cluster.writer())
        && reads.values().stream().allMatch(n -> Math.abs(n.sum() * readers - all) * 5 <= all);
  }

  /** Within the window, and what it takes on a busy machine to begin and to measure. */
  private void awaitEven(Connection looksOn, int readers) throws Exception {
    Known.await(looksOn, topology -> Known.fit(topology, Role.READER) == readers);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 * WINDOW_SECONDS);
    while (!even(readers)) {
      assertThat(System.nanoTime()).as("still uneven: %s", reads).isLessThan(end);
    }
  }

  @Test
  void aReaderThatComesBackGetsItsShareAndOneThatGoesIsNotMissed() throws Exception {
    LocalServer second = cluster.readers().get(1);
    try (Connection looksOn = connect("swivel.rebalance=" + WINDOW_SECONDS + "s")) {
      cluster.cutOff(second);
      Known.await(looksOn, topology -> Known.fit(topology, Role.READER) == 1);
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.add(new Thread(this::read, "reader-" + i));
      }
      threads.forEach(Thread::start);
      awaitEven(looksOn, 1);
      cluster.reconnect(second);
      awaitEven(looksOn, 2);
      cluster.cutOff(second);
      awaitEven(looksOn, 1);
    }
    assertThat(errors).isEmpty();
  }
}
