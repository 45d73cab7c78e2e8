package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Readers join and leave under load: each gets its share and not more, no more sessions are opened
 * than that takes, and nobody meets an error.
 */
@WithPostgres(readers = 3)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BalanceTest {

  private static final int CONNECTIONS = 18;
  private static final int WINDOW_SECONDS = 3;

  private static final String WHERE =
      "SELECT inet_server_port() || ':' || pg_backend_pid() FROM pg_sleep(0.01)";

  private final PostgresCluster cluster;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<SQLException> errors = new ConcurrentLinkedQueue<>();
  private final Map<Integer, LongAdder> reads = new ConcurrentHashMap<>();
  private final Map<Integer, Set<String>> sessions = new ConcurrentHashMap<>();
  private volatile boolean over;

  BalanceTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  private void read(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setReadOnly(true);
      while (!over) {
        String session = Sql.text(connection, WHERE);
        int port = Integer.parseInt(session.substring(0, session.indexOf(':')));
        reads.computeIfAbsent(port, p -> new LongAdder()).increment();
        sessions.computeIfAbsent(port, p -> ConcurrentHashMap.newKeySet()).add(session);
      }
    } catch (SQLException e) {
      errors.add(e);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }

  /** The reads of each server within a second. */
  private Map<Integer, LongAdder> measured() throws InterruptedException {
    reads.clear();
    TimeUnit.SECONDS.sleep(1); // what is measured is a rate
    return reads;
  }

  private boolean even(int readers) throws InterruptedException {
    Map<Integer, LongAdder> now = measured();
    long all = now.values().stream().mapToLong(LongAdder::sum).sum();
    return now.size() == readers
        && !now.containsKey(cluster.writer().directPort())
        && now.values().stream().allMatch(n -> Math.abs(n.sum() * readers - all) * 5 <= all);
  }

  /** Within the window, and what it takes on a busy machine to begin and to measure. */
  private void awaitEven(Connection looksOn, int readers) throws Exception {
    Known.await(looksOn, topology -> Known.fit(topology, Role.READER) == readers);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 * WINDOW_SECONDS);
    while (!even(readers)) {
      assertThat(System.nanoTime()).as("still uneven: %s", reads).isLessThan(end);
    }
  }

  /** How many sessions of the readers' threads there have been at a server. */
  private int sessionsAt(PostgresServer server) {
    return sessions.getOrDefault(server.directPort(), Set.of()).size();
  }

  @Test
  void aReaderThatJoinsGetsItsShareAndOneThatLeavesIsNotMissed() throws Exception {
    List<PostgresServer> readers = cluster.readers();
    cluster.kill(readers.get(1));
    cluster.kill(readers.get(2));
    String url = cluster.url() + "&swivel.rebalance=" + WINDOW_SECONDS + "s";
    try (Connection looksOn = DriverManager.getConnection(url)) {
      Known.await(looksOn, topology -> Known.fit(topology, Role.READER) == 1);
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.add(new Thread(() -> read(url), "reader-" + i));
      }
      threads.forEach(Thread::start);
      awaitEven(looksOn, 1);

      cluster.start(readers.get(1));
      cluster.start(readers.get(2));
      awaitEven(looksOn, 3);
      int share = CONNECTIONS / 3;
      assertThat(sessionsAt(readers.get(0))).isEqualTo(CONNECTIONS);
      // Two threads that look at the same moment may find the same reader the emptier one.
      assertThat(List.of(sessionsAt(readers.get(1)), sessionsAt(readers.get(2))))
          .allSatisfy(opened -> assertThat(opened).isBetween(share - 1, share + 1));

      cluster.kill(readers.get(0));
      awaitEven(looksOn, 2);
    }
    assertThat(errors).isEmpty();
  }
}
