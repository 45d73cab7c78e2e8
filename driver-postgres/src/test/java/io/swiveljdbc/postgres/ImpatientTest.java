package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Who waits for no failover can work with servers that are there. */
@WithPostgres(readers = 1)
class ImpatientTest {

  private final PostgresCluster cluster;

  ImpatientTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void noPatienceForAFailoverIsPatienceForAConnect() throws SQLException {
    String url = cluster.url() + "&swivel.failoverTimeout=0ms&swivel.probeInterval=340ms";
    try (Connection first = DriverManager.getConnection(url);
        Connection second = DriverManager.getConnection(url)) {
      assertThat(Sql.text(first, "SELECT 1")).isEqualTo("1");
      assertThat(Sql.text(second, "SELECT 1")).isEqualTo("1");
      second.setReadOnly(true);
      assertThat(Sql.text(second, "SELECT 1")).isEqualTo("1");
      cluster.kill(cluster.writer());
      Known.await(first, Known::noWriter);
      long start = System.nanoTime();
      Thrown.noServer(() -> Sql.text(first, "SELECT 1"));
      assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
  }
}
