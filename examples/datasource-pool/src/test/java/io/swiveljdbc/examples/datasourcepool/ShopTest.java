package io.swiveljdbc.examples.datasourcepool;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 2)
final class ShopTest {

  @Test
  void aFewSessionsServeEverybody(PostgresCluster cluster) throws SQLException {
    try (SwivelDataSource shop = Shop.open(cluster.url())) {
      assertThat(Shop.serve(shop)).isBetween(1, 5);
    }
    assertThat(cluster.query(cluster.writer(), "SELECT count(DISTINCT customer) FROM purchase"))
        .isEqualTo("200");
  }

  @Test
  void runsWithoutAClusterOfOnesOwn() throws SQLException {
    Shop.main();
  }

  @Test
  void aUrlOfOnesOwnIsUsed(PostgresCluster cluster) throws SQLException {
    Shop.main(cluster.url());
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) > 0 FROM purchase")).isEqualTo("t");
  }
}
