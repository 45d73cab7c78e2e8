package io.swiveljdbc.examples.hikaricp;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PooledTest {

  @Nested
  @WithPostgres(user = "shop", password = "shop")
  final class OnPostgres extends OnAnEngine {
    OnPostgres() {
      super("postgresql");
    }
  }

  @Nested
  @WithMysql(user = "shop", password = "shop")
  final class OnMysql extends OnAnEngine {
    OnMysql() {
      super("mysql");
    }
  }

  abstract static class OnAnEngine {
    private final String engine;

    OnAnEngine(String engine) {
      this.engine = engine;
    }

    @Test
    void thePoolTurnsToTheNewWriterByItself(LocalCluster cluster) throws SQLException {
      try (HikariDataSource pool = new HikariDataSource()) {
        pool.setJdbcUrl(cluster.url());
        pool.setMaximumPoolSize(1);
        LocalServer old = cluster.writer();
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
      Pooled.main(engine);
    }

    @Test
    void aUrlOfOnesOwnIsLeftAlone(LocalCluster cluster) throws SQLException {
      LocalServer writer = cluster.writer();
      Pooled.main(cluster.url());
      assertThat(cluster.writer()).isSameAs(writer);
      assertThat(cluster.query(writer, "SELECT guest FROM visit ORDER BY id LIMIT 1"))
          .isEqualTo("before");
      assertThat(cluster.query(writer, "SELECT guest FROM visit ORDER BY id DESC LIMIT 1"))
          .isEqualTo("after");
    }

    private static int port(Server server) {
      return server.address().port();
    }
  }
}
