package io.swiveljdbc.examples.hikaricp;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 2)
final class PooledTest {

  @Test
  void thePoolTurnsToTheNewWriterByItself(PostgresCluster cluster) throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(cluster.url());
      pool.setMaximumPoolSize(1);
      PostgresServer old = cluster.writer();
      assertThat(port(Pooled.write(pool, "CREATE TABLE turned (n int)"))).isEqualTo(old.port());
      assertThat(Pooled.read(pool).role()).isEqualTo(Role.READER);

      cluster.kill(old);
      LocalServer promoted = cluster.failOver().server();

      Server wroteOn = Pooled.write(pool, "INSERT INTO turned VALUES (1)");
      assertThat(port(wroteOn)).isEqualTo(promoted.port()).isNotEqualTo(old.port());
      Server readOn = Pooled.read(pool);
      assertThat(port(readOn)).isEqualTo(cluster.readers().get(0).port());
      assertThat(cluster.query(promoted, "SELECT count(*) FROM turned")).isEqualTo("1");
    }
  }

  @Test
  void runsWithoutAClusterOfOnesOwn() throws SQLException {
    Pooled.main();
  }

  @Test
  void aUrlOfOnesOwnIsLeftAlone(PostgresCluster cluster) throws SQLException {
    PostgresServer writer = cluster.writer();
    Pooled.main(cluster.url());
    assertThat(cluster.writer()).isSameAs(writer);
    assertThat(cluster.query(writer, "SELECT string_agg(guest, ',') FROM visit"))
        .isEqualTo("before,after");
  }

  private static int port(Server server) {
    return server.address().port();
  }
}
