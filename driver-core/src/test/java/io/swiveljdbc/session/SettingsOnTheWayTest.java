package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/**
 * Settings are sent in a round trip of their own before a transaction begins. The bank saw writes
 * go to the old writer when another one became known in that moment.
 */
class SettingsOnTheWayTest {

  @Test
  void nothing_is_written_where_another_writer_became_known_while_settings_were_sent()
      throws Exception {
    try (TwoServers two = new TwoServers();
        Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setSchema("tenant");
      two.a.when("SET search_path", session -> replaceWriter(two));

      statement.executeUpdate("INSERT 1");

      assertThat(two.a.executed()).doesNotContain("INSERT 1");
      assertThat(two.b.executed()).contains("INSERT 1");
    }
  }

  private static void replaceWriter(TwoServers two) {
    two.b.becomeWriter(2);
    try {
      two.awaitKnown(topology -> two.b.address().equals(topology.reign().writer()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
