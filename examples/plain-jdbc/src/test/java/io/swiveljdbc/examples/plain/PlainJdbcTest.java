package io.swiveljdbc.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PlainJdbcTest {

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
    void writesOnTheWriterAndReadsOnAReader(LocalCluster cluster) throws SQLException {
      PlainJdbc.Visit visit = PlainJdbc.run(cluster.url());

      assertThat(visit.wroteOn().role()).isEqualTo(Role.WRITER);
      assertThat(visit.wroteOn().address().port()).isEqualTo(cluster.writer().port());
      assertThat(visit.readOn().role()).isEqualTo(Role.READER);
      assertThat(cluster.readers().stream().map(LocalServer::port))
          .contains(visit.readOn().address().port());
      assertThat(cluster.query(cluster.writer(), "SELECT guest FROM visit")).isEqualTo("a guest");
    }

    @Test
    void runsWithoutAClusterOfOnesOwn() throws SQLException {
      PlainJdbc.main(engine);
    }
  }
}
