package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is the writer where MariaDB's replicas follow a source, for a user without any grant. */
class MariadbReplicationTest {

  private MysqlCluster cluster;
  private MysqlServer source;
  private MysqlServer first;
  private MysqlServer second;

  @BeforeEach
  void start() {
    cluster = MysqlCluster.builder().mariadb(true).readers(2).user(Trial.USER, "secret").start();
    Trial.table(cluster);
    source = cluster.writer();
    first = cluster.readers().get(0);
    second = cluster.readers().get(1);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void takeWrites(MysqlServer server) {
    cluster.execute(server, "SET GLOBAL read_only = OFF");
  }

  @Test
  void theSourceWritesAndReplicasReadWithoutAnyGrant() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      Trial.awaitReader(connection, second);

      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      assertThat(Trial.read(connection)).isIn(first.directPort(), second.directPort());
      assertThat(Trial.topology(connection).servers())
          .filteredOn(server -> server.health() == Health.UP)
          .extracting(server -> server.database())
          .containsOnly(cluster.query(source, "SELECT @@server_id"));
    }
  }

  @Test
  void aKilledSourceIsReplacedAndGetsNothingWhenItIsStartedAgain() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      cluster.kill(source);
      cluster.failOver();
      assertThat(Trial.write(connection)).isEqualTo(cluster.writer().directPort());

      cluster.start(source);
      Trial.awaitStanding(connection, source, Standing.DEPOSED);
      assertThat(cluster.query(source, "SELECT @@GLOBAL.read_only")).isEqualTo("0");

      expectNothingOn(source, connection);
      cluster.rejoin(source);
      Trial.awaitReader(connection, source);
    }
  }

  @Test
  void anOldSourceThatWakesUpGetsNothing() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      cluster.freeze(source);
      cluster.failOver();
      Trial.awaitWriter(connection, cluster.writer());

      cluster.thaw(source);
      Trial.awaitStanding(connection, source, Standing.DEPOSED);

      expectNothingOn(source, connection);
    }
  }

  private void expectNothingOn(MysqlServer old, Connection connection) throws SQLException {
    for (int i = 0; i < 50; i++) {
      assertThat(Trial.write(connection)).isEqualTo(cluster.writer().directPort());
      assertThat(Trial.read(connection)).isNotEqualTo(old.directPort());
    }
  }

  @Test
  void aProcessThatStartsIntoTwoWritersRefusesWritesUntilOneHasMoreThanTheOther()
      throws SQLException {
    cluster.freeze(source);
    cluster.failOver();
    cluster.thaw(source);
    // A claim that comes late, from one that is not quite awake, finds another writer already.
    assertThat(cluster.query(source, "SELECT 1")).isEqualTo("1");

    try (Connection connection = Trial.fresh(cluster)) {
      Known.await(connection, topology -> topology.conflict().size() == 2);
      Thrown.noServer(() -> Trial.write(connection))
          .saying(
              "claim to be the writer with equal right",
              "set read_only=ON on each but one, or let them replicate from it");
      assertThat(Trial.read(connection)).isEqualTo(cluster.readers().get(0).directPort());

      cluster.execute(cluster.writer(), "INSERT INTO written (port) VALUES (0)");

      Trial.awaitWriter(connection, cluster.writer());
      Trial.awaitStanding(connection, source, Standing.DEPOSED);
      expectNothingOn(source, connection);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET GLOBAL read_only = ON", "START REPLICA"})
  void eitherCureEndsAConflict(String cure) throws SQLException {
    cluster.execute(first, "STOP REPLICA");
    takeWrites(first);

    try (Connection connection = Trial.fresh(cluster)) {
      Known.await(connection, topology -> topology.conflict().size() == 2);
      Thrown.noServer(() -> Trial.write(connection));
      cluster.execute(first, cure);
      Trial.awaitWriter(connection, source);
      Trial.awaitReader(connection, first);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
    }
  }

  @Test
  void writableReplicasAreReadersAsLongAsTheyReplicateAndTheOneThatStoppedIsNoWriter()
      throws SQLException {
    takeWrites(first);
    takeWrites(second);

    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      Trial.awaitReader(connection, second);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      assertThat(Trial.read(connection)).isNotEqualTo(source.directPort());
      assertThat(Trial.topology(connection).conflict()).isEmpty();

      cluster.execute(first, "STOP REPLICA");
      Trial.await(connection, first, server -> server.self().note() != null);
      Trial.awaitReader(connection, first);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
    }
  }

  @Test
  void aReplicaWithTransactionsThatWereLostIsLeftOut() throws SQLException {
    try (MysqlCluster asynchronous =
        MysqlCluster.builder()
            .mariadb(true)
            .synchronous(false)
            .readers(2)
            .user(Trial.USER, "secret")
            .start()) {
      Trial.table(asynchronous);
      MysqlServer behind = asynchronous.readers().get(0);
      MysqlServer ahead = asynchronous.readers().get(1);
      try (Connection connection = Trial.fresh(asynchronous)) {
        Trial.awaitReader(connection, ahead);
        asynchronous.execute(behind, "STOP REPLICA");
        Trial.write(connection);
        asynchronous.execute(
            ahead,
            "SELECT master_gtid_wait('"
                + asynchronous.query(asynchronous.writer(), "SELECT @@gtid_binlog_pos")
                + "', 10)");
        asynchronous.kill(asynchronous.writer());
        asynchronous.execute(behind, "RESET REPLICA ALL");
        asynchronous.execute(behind, "SET GLOBAL read_only = OFF");
        asynchronous.execute(behind, "INSERT INTO written (port) VALUES (0)");

        Trial.awaitWriter(connection, behind);
        Trial.awaitStanding(connection, ahead, Standing.DIVERGED);
        assertThat(Trial.read(connection)).isEqualTo(behind.directPort());
      }
    }
  }

  @Test
  void aServerOfAnotherClusterIsLeftOutWhereItsServersHaveOtherNumbers() throws SQLException {
    try (MysqlCluster other =
        MysqlCluster.builder()
            .mariadb(true)
            .readers(0)
            .setting("server_id", "77")
            .user(Trial.USER, "secret")
            .start()) {
      Trial.table(other);
      try (Connection connection = Trial.fresh(cluster, cluster.hosts() + "," + other.hosts())) {
        Trial.awaitStanding(connection, other.writer(), Standing.STRANGER);
        assertThat(Trial.write(connection)).isEqualTo(source.directPort());
        assertThat(Trial.topology(connection).conflict()).isEmpty();
      }
    }
  }

  @Test
  void aPlannedExchangeIsFollowed() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      for (MysqlServer to : List.of(first, source)) {
        cluster.switchover(to);
        Trial.awaitWriter(connection, to);
        assertThat(Trial.write(connection)).isEqualTo(to.directPort());
      }
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
    }
  }

  @Test
  void allAreFoundFromOneReplicaByAUserWhoMaySeeReplication() throws SQLException {
    Trial.grant(cluster, "REPLICA MONITOR ON *.*", "REPLICATION MASTER ADMIN ON *.*");
    try (Connection connection = Trial.fresh(cluster, Trial.seed(first))) {
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
      cluster.kill(source);
      cluster.failOver();
      assertThat(Trial.write(connection)).isEqualTo(cluster.writer().directPort());
    }
  }

  @Test
  void withoutAGrantThereIsNobodyButTheSeed() throws SQLException {
    try (Connection connection = Trial.fresh(cluster, Trial.seed(source))) {
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      assertThat(Trial.topology(connection).servers())
          .filteredOn(server -> server.health() == Health.UP)
          .hasSize(1);
    }
  }
}
