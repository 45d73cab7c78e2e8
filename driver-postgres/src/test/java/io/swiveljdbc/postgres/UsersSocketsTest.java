package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.trial.Known;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

/** A socket factory of the user's own, as cloud providers have them, takes nothing away. */
@WithPostgres(readers = 1)
class UsersSocketsTest {

  private final PostgresCluster cluster;

  UsersSocketsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** Another interval makes this another cluster to the driver, whose monitors begin anew. */
  private Connection open(String more) throws SQLException {
    return DriverManager.getConnection(
        cluster.url() + CountingSockets.OPTION + "&swivel.probeInterval=330ms" + more);
  }

  @Test
  void theApplicationsSocketTimeoutIsKept() throws SQLException {
    try (Connection connection = open("&socketTimeout=7")) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(7000);
      assertThat(connection.unwrap(PgConnection.class).getNetworkTimeout()).isEqualTo(7000);
    }
    try (Connection connection = open("")) {
      assertThat(connection.unwrap(PgConnection.class).getNetworkTimeout()).isZero();
    }
  }

  /** The monitor once waited for the login of a frozen server for ever. */
  @Test
  void aFrozenServerIsKnownToBeDown() throws SQLException {
    try (Connection connection = open("")) {
      Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
      PostgresServer reader = cluster.readers().get(0);
      cluster.freeze(reader);
      Known.await(
          connection,
          topology -> topology.servers().stream().anyMatch(s -> s.health() == Health.DOWN));
    }
  }
}
