package io.swiveljdbc.examples.datasourcepool;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ShopTest {

  @Nested
  @WithPostgres(user = "shop", password = "shop")
  final class OnPostgres extends OnAnEngine {
    OnPostgres() {
      super("postgresql", "SELECT pg_backend_pid()");
    }
  }

  @Nested
  @WithMysql(user = "shop", password = "shop")
  final class OnMysql extends OnAnEngine {
    OnMysql() {
      super("mysql", "SELECT connection_id()");
    }
  }

  abstract static class OnAnEngine {
    private final String engine;
    private final String whichSession;

    OnAnEngine(String engine, String whichSession) {
      this.engine = engine;
      this.whichSession = whichSession;
    }

    @Test
    void aFewSessionsServeEverybody(LocalCluster cluster) throws SQLException {
      try (SwivelDataSource shop = Shop.open(cluster.url())) {
        assertThat(Shop.serve(shop, whichSession)).isBetween(1, 5);
      }
      assertThat(cluster.query(cluster.writer(), "SELECT count(DISTINCT customer) FROM purchase"))
          .isEqualTo("200");
    }

    @Test
    void runsWithoutAClusterOfOnesOwn() throws SQLException {
      Shop.main(engine);
    }

    @Test
    void aUrlOfOnesOwnIsUsed(LocalCluster cluster) throws SQLException {
      Shop.main(cluster.url());
      assertThat(cluster.query(cluster.writer(), "SELECT count(DISTINCT customer) FROM purchase"))
          .isEqualTo("200");
    }
  }
}
