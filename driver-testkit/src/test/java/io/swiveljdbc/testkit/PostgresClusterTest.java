package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 2)
final class PostgresClusterTest extends LocalClusterTest {
  private final PostgresCluster cluster;

  PostgresClusterTest(PostgresCluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Test
  void urlsNameAllServersByTheirRelays() {
    List<String> hosts =
        cluster.servers().stream().map(server -> "127.0.0.1:" + server.port()).toList();
    assertThat(cluster.url())
        .isEqualTo(
            "jdbc:swivel:postgresql://" + String.join(",", hosts) + "/postgres?user=postgres");
  }

  @Test
  void everyProcessOfAFrozenServerStandsStill() {
    PostgresServer writer = cluster.writer();
    cluster.freeze(writer);
    assertThat(ProcessHandle.of(writer.pid()).orElseThrow().descendants())
        .isNotEmpty()
        .allMatch(ProcessState::standsStill);
  }

  @Test
  void clientsOfADeadServerAreToldSoBy08001() {
    PostgresServer reader = cluster.readers().get(0);
    cluster.kill(reader);

    assertThatThrownBy(() -> Sql.connect(reader))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessageContaining("refused");
  }

  @Test
  void aStoppedServerSaysGoodbye() throws SQLException {
    PostgresServer reader = cluster.readers().get(0);
    try (Connection connection = Sql.connect(reader)) {
      cluster.stop(reader);
      assertThatThrownBy(() -> Sql.query(connection, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
    }
    cluster.start(reader);
    assertThat(cluster.readers()).hasSize(2);
  }
}
