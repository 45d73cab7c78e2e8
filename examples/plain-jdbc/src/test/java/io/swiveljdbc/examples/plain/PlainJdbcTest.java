package io.swiveljdbc.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 2)
final class PlainJdbcTest {

  @Test
  void writesOnTheWriterAndReadsOnAReader(PostgresCluster cluster) throws SQLException {
    PlainJdbc.Visit visit = PlainJdbc.run(cluster.url());

    assertThat(visit.wroteOn().role()).isEqualTo(Role.WRITER);
    assertThat(visit.wroteOn().address().port()).isEqualTo(cluster.writer().port());
    assertThat(visit.readOn().role()).isEqualTo(Role.READER);
    assertThat(cluster.readers())
        .extracting(PostgresServer::port)
        .contains(visit.readOn().address().port());
    assertThat(cluster.query(cluster.writer(), "SELECT guest FROM visit")).isEqualTo("a guest");
  }

  @Test
  void runsWithoutAClusterOfOnesOwn() throws SQLException {
    PlainJdbc.main();
  }
}
