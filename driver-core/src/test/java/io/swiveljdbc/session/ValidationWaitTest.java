package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
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
      CompletableFuture<Boolean> valid =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return connection.isValid(60);
                } catch (java.sql.SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(valid).isNotDone();
      TimeUnit.MILLISECONDS.sleep(100); // so that it has begun to wait; sooner proves nothing
      connection.close();
      assertThat(valid.get(10, TimeUnit.SECONDS)).isFalse();
    }
  }
}
