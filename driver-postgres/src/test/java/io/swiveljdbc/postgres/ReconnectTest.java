package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many connections turn to a new writer at once. */
class ReconnectTest {

  private static final Logger LOG = LoggerFactory.getLogger(ReconnectTest.class);
  private static final int MANY = 200;

  @Test
  void twoHundredWaitingConnectionsAreAllServed() throws Exception {
    try (PostgresCluster cluster =
        PostgresCluster.builder()
            .readers(1)
            .synchronous(false)
            .setting("max_connections", "300")
            .start()) {
      cluster.execute(cluster.writer(), "CREATE TABLE served (id int PRIMARY KEY)");
      Known.all(cluster);
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        connections.add(DriverManager.getConnection(cluster.url()));
      }
      cluster.kill(cluster.writer());
      Known.await(connections.get(0), topology -> !topology.calm());
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        int id = i;
        waiting.add(
            CompletableFuture.runAsync(
                () -> insert(connections.get(id), id), task -> new Thread(task).start()));
      }
      cluster.failOver();
      long start = System.nanoTime();
      for (CompletableFuture<Void> one : waiting) {
        one.get(30, TimeUnit.SECONDS);
      }
      LOG.info("all served after {}", Duration.ofNanos(System.nanoTime() - start));
      assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM served"))
          .isEqualTo(Integer.toString(MANY));
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static void insert(Connection connection, int id) {
    try {
      Sql.update(connection, "INSERT INTO served VALUES (" + id + ")");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
