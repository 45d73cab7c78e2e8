package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What grants add where replicas follow a source. */
class GrantsTest {

  private static final String TABLES =
      "SELECT ON performance_schema.replication_connection_configuration;"
          + "SELECT ON performance_schema.replication_connection_status;"
          + "SELECT ON performance_schema.replication_applier_status";

  private MysqlCluster cluster;
  private MysqlServer source;
  private MysqlServer first;
  private MysqlServer second;

  private void start(String reportHost, String... grants) {
    cluster =
        MysqlCluster.builder()
            .readers(2)
            .synchronous(false)
            .user(Trial.USER, "secret")
            .setting("report_host", reportHost)
            .start();
    Trial.table(cluster);
    Trial.grant(cluster, grants);
    source = cluster.writer();
    first = cluster.readers().get(0);
    second = cluster.readers().get(1);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {TABLES, "REPLICATION CLIENT ON *.*"})
  void writableReplicasAreReadersWhereTheyAreSeenToReplicate(String grants) throws SQLException {
    start("127.0.0.1", grants.split(";", -1));
    Trial.takeWrites(cluster, first, true);
    Trial.takeWrites(cluster, second, true);

    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      Trial.awaitReader(connection, second);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      assertThat(Trial.read(connection)).isNotEqualTo(source.directPort());
      assertThat(Trial.topology(connection).conflict()).isEmpty();

      // The one that follows nobody any more was promoted, the other follows it.
      cluster.kill(source);
      cluster.promote(first);
      Trial.awaitWriter(connection, first);
      Trial.awaitReader(connection, second);
      assertThat(Trial.write(connection)).isEqualTo(first.directPort());
    }
  }

  @Test
  void aWritableReplicaWhoseReplicationIsStoppedIsNotTakenForTheWriter() throws SQLException {
    start("127.0.0.1", TABLES.split(";", -1));
    // As an option file would have it, and nobody has said so since.
    for (MysqlServer replica : cluster.readers()) {
      cluster.execute(replica, "SET PERSIST_ONLY super_read_only = OFF");
      cluster.execute(replica, "SET PERSIST_ONLY read_only = OFF");
      cluster.restart(replica);
    }
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      Trial.awaitReader(connection, second);

      cluster.execute(first, "STOP REPLICA");
      cluster.execute(second, "STOP REPLICA");
      cluster.kill(source);

      Trial.await(connection, source, server -> server.health() == Health.DOWN);
      Thrown.noServer(() -> Trial.write(connection)).saying("RESET REPLICA ALL");
      assertThat(Trial.read(connection)).isPositive();

      cluster.execute(first, "RESET REPLICA ALL");
      Trial.awaitWriter(connection, first);
    }
  }

  @Test
  void twoWritersThatReplicateFromNobodyAreAConflictThatNamesWhatToDo() throws SQLException {
    start("127.0.0.1", "REPLICATION CLIENT ON *.*");
    cluster.execute(first, "STOP REPLICA");
    cluster.execute(first, "RESET REPLICA ALL");
    Trial.takeWrites(cluster, first, true);

    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, second);
      Known.await(connection, topology -> topology.conflict().size() == 2);
      Thrown.noServer(() -> Trial.write(connection))
          .saying("with equal right", "read_only=ON on each but one", "START REPLICA");
      assertThat(Trial.read(connection)).isEqualTo(second.directPort());

      Trial.takeWrites(cluster, first, false);
      Trial.awaitWriter(connection, source);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
    }
  }

  @Test
  void aServerThatIsToldToTakeWritesIsPromotedThoughItsReplicationWasOnlyStopped()
      throws SQLException {
    start("127.0.0.1", TABLES.split(";", -1));
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      cluster.kill(source);
      cluster.execute(first, "STOP REPLICA");
      Trial.takeWrites(cluster, first, true);

      Trial.awaitWriter(connection, first);
    }
  }

  @Test
  void inARingWhoTakesWritesIsTheWriter() throws SQLException {
    start("127.0.0.1", TABLES.split(";", -1));
    cluster.execute(
        source,
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = "
            + first.directPort()
            + ", SOURCE_USER = 'repl', SOURCE_PASSWORD = 'repl', SOURCE_AUTO_POSITION = 1,"
            + " GET_SOURCE_PUBLIC_KEY = 1");
    cluster.execute(source, "START REPLICA");

    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitWriter(connection, source);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());

      // A planned exchange: the ring stays as it is.
      Trial.takeWrites(cluster, source, false);
      Trial.takeWrites(cluster, first, true);
      Trial.awaitWriter(connection, first);
      Trial.awaitReader(connection, source);
    }
  }

  @Test
  void replicasAreFoundFromTheirSource() throws SQLException {
    start("127.0.0.1", "REPLICATION SLAVE ON *.*");

    try (Connection connection = Trial.fresh(cluster, Trial.seed(source))) {
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      assertThat(Trial.read(connection)).isNotEqualTo(source.directPort());
    }
  }

  @Test
  void allAreFoundFromOneReplicaAndStayWhenTheSourceIsGone() throws SQLException {
    String[] grants = (TABLES + ";REPLICATION SLAVE ON *.*").split(";", -1);
    start("127.0.0.1", grants);

    try (Connection connection = Trial.fresh(cluster, Trial.seed(first))) {
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());

      cluster.kill(source);
      cluster.promote(second);
      assertThat(Trial.write(connection)).isEqualTo(second.directPort());
    }
  }

  @Test
  void aNameThatOnlyTheServersUnderstandDoesNoHarm() throws SQLException {
    start("db.internal.invalid", "REPLICATION SLAVE ON *.*");

    try (Connection connection = Trial.fresh(cluster)) {
      Known.await(
          connection,
          topology ->
              topology.servers().stream()
                      .filter(server -> server.address().host().equals("db.internal.invalid"))
                      .filter(server -> server.health() == Health.DOWN)
                      .count()
                  == 2);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      assertThat(Trial.read(connection)).isIn(first.directPort(), second.directPort());
    }
  }

  @Test
  void aServerUnderASecondNameIsOneServer() throws SQLException {
    start("127.0.0.1", TABLES.split(";", -1));

    // The URL has the port of the source's relay, replicas come by its own.
    try (Connection connection = Trial.fresh(cluster)) {
      Known.await(
          connection,
          topology ->
              topology.servers().stream()
                  .filter(server -> server.standing() == Standing.ALIAS)
                  .anyMatch(server -> server.address().port() == source.directPort()));
      assertThat(Trial.topology(connection).servers().stream().filter(Server::fit)).hasSize(3);
    }
  }
}
