package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many connections wait for one server. */
@Timeout(30)
class StormTest {

  private static final int MANY = 200;

  @Test
  void those_who_waited_for_a_writer_connect_to_it_a_few_at_a_time() throws Exception {
    try (TwoServers two = new TwoServers()) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        connections.add(two.open());
      }
      two.b.slowLogins(Duration.ofMillis(2));
      two.a.kill();
      two.awaitUnfit(two.a);
      CountDownLatch begun = new CountDownLatch(MANY);
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      for (Connection connection : connections) {
        waiting.add(
            CompletableFuture.runAsync(
                () -> insert(connection, begun), task -> new Thread(task).start()));
      }
      begun.await();
      two.b.becomeWriter(2);
      for (CompletableFuture<Void> one : waiting) {
        one.get(20, TimeUnit.SECONDS);
      }

      assertThat(two.b.executed()).hasSize(MANY);
      assertThat(two.b.mostLogins()).isBetween(2, 8);
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static void insert(Connection connection, CountDownLatch begun) {
    try (Statement statement = connection.createStatement()) {
      begun.countDown();
      statement.executeUpdate("INSERT 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
