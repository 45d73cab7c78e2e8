package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader that has what the promoted server never had shows rows that do not exist. */
class ReaderAheadTest {

  @Test
  void aReaderThatIsAheadOfThePromotedServerIsNotReadFrom() throws Exception {
    try (PostgresCluster cluster =
        PostgresCluster.builder().readers(2).synchronous(false).start()) {
      cluster.execute(cluster.writer(), "CREATE TABLE ahead (id int)");
      cluster.awaitReplayed();
      Known.all(cluster);
      List<PostgresServer> readers = cluster.readers();
      PostgresServer behind = readers.get(0);
      PostgresServer ahead = readers.get(1);
      try (Connection connection = DriverManager.getConnection(cluster.url())) {
        cluster.freeze(behind);
        cluster.execute(
            cluster.writer(), "INSERT INTO ahead SELECT i FROM generate_series(1, 500000) i");
        ServerActivity.awaitAnswer(cluster, ahead, "SELECT count(*) FROM ahead", "500000");
        cluster.kill(cluster.writer());
        cluster.thaw(behind);
        cluster.promote(behind);

        Known.await(
            connection,
            topology ->
                topology.servers().stream()
                    .anyMatch(
                        s ->
                            s.address().port() == ahead.port()
                                && s.standing() == Standing.DIVERGED));
        connection.setReadOnly(true);
        assertThat(Sql.number(connection, "SHOW port")).isEqualTo(behind.directPort());
        assertThat(Sql.text(connection, "SELECT count(*) FROM ahead")).isEqualTo("0");
      }
    }
  }
}
