package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testing.CountingPolicy;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A policy of the application's own, by its name. */
@Timeout(20)
class ReaderPolicyTest {

  /** A policy that takes turns would be wrong otherwise. */
  @Test
  void it_is_asked_once_for_each_connection_to_a_reader_and_not_for_transactions()
      throws Exception {
    try (TwoServers two = new TwoServers("readerPolicy", "counting");
        Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      two.awaitKnown(topology -> topology.servers().stream().allMatch(server -> server.fit()));
      int before = CountingPolicy.ASKED.get();
      connection.setReadOnly(true);
      statement.executeQuery("SELECT 1").close();
      statement.executeQuery("SELECT 2").close();
      assertThat(connection.isValid(1)).isTrue();

      assertThat(two.b.executed()).containsExactly("SELECT 1", "SELECT 2");
      assertThat(CountingPolicy.ASKED.get() - before).isEqualTo(1);
    }
  }
}
