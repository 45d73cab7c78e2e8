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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that joins gets its share of the connections that lie unused in a pool. */
@WithPostgres(readers = 2)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleBalanceTest {

  private static final int SIZE = 10;
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final String OURS = " FROM pg_stat_activity WHERE application_name = 'idle'";

  private final PostgresCluster cluster;

  IdleBalanceTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** Has all connections read at the same time, and returns their sessions. */
  private static Set<String> read(Pool.Opened pool) throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    Set<String> sessions = new HashSet<>();
    for (int i = 0; i < SIZE; i++) {
      Connection connection = pool.source().getConnection();
      borrowed.add(connection);
      connection.setReadOnly(true);
      sessions.add(Sql.text(connection, "SELECT pg_backend_pid()"));
    }
    for (Connection connection : borrowed) {
      connection.close();
    }
    return sessions;
  }

  private int at(PostgresServer server) {
    return Integer.parseInt(cluster.query(server, "SELECT count(*)" + OURS));
  }

  private Set<String> sessions(PostgresServer server) {
    return Set.of(cluster.query(server, "SELECT string_agg(pid::text, ',')" + OURS).split(",", -1));
  }

  @Test
  void thoughNobodyUsesThem() throws Exception {
    PostgresServer first = cluster.readers().get(0);
    PostgresServer second = cluster.readers().get(1);
    String url =
        cluster.url() + "&ApplicationName=idle&swivel.rebalance=" + WINDOW.toSeconds() + "s";
    cluster.kill(second);
    try (Connection looksOn = DriverManager.getConnection(url);
        Pool.Opened pool = Pool.HIKARI.open(url, SIZE)) {
      Known.await(looksOn, topology -> Known.fit(topology, Role.READER) == 1);
      assertThat(read(pool)).hasSize(SIZE);
      cluster.start(second);
      Known.await(looksOn, topology -> Known.fit(topology, Role.READER) == 2);

      long end = System.nanoTime() + 3 * WINDOW.toNanos();
      int moved = 0;
      while (moved < SIZE / 2) {
        assertThat(System.nanoTime()).as("%d of %d have moved", moved, SIZE).isLessThan(end);
        LockSupport.parkNanos(50_000_000);
        moved = at(second);
      }
      long settled = System.nanoTime() + WINDOW.toNanos() / 2;
      while (System.nanoTime() < settled) { // nothing more is to happen
        LockSupport.parkNanos(50_000_000);
        assertThat(at(second)).isEqualTo(SIZE / 2);
      }
      assertThat(at(first)).isEqualTo(SIZE / 2);

      Set<String> ready = new HashSet<>(sessions(first));
      ready.addAll(sessions(second));
      assertThat(read(pool)).as("no borrower has waited for a login").isEqualTo(ready);
    }
  }
}
