package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A validation that waits for a server is ended by whoever closes its connection. */
@Timeout(30)
class ValidationWaitTest {

  @Test
  void closeEndsIt() throws Exception {
    try (TwoServers two = new TwoServers()) {
      Connection connection = two.open();
      two.a.kill();
      two.awaitUnfit(two.a);
      CompletableFuture<Boolean> valid = new CompletableFuture<>();
      Thread pool = new Thread(() -> validate(connection, valid), "validating");
      pool.start();
      while (pool.getState() != Thread.State.TIMED_WAITING) {
        assertThat(valid).isNotDone();
        Thread.onSpinWait();
      }
      connection.close();
      assertThat(valid.get(10, TimeUnit.SECONDS)).isFalse();
    }
  }

  private static void validate(Connection connection, CompletableFuture<Boolean> answer) {
    try {
      answer.complete(connection.isValid(60));
    } catch (SQLException e) {
      answer.completeExceptionally(e);
    }
  }
}
