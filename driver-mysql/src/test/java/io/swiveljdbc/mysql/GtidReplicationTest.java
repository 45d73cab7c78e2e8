package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is the writer where replicas follow a source, for a user without any grant. */
class GtidReplicationTest {

  private MysqlCluster cluster;
  private MysqlServer source;
  private MysqlServer first;
  private MysqlServer second;

  @BeforeEach
  void start() {
    cluster = MysqlCluster.builder().readers(2).user(Trial.USER, "secret").start();
    Trial.table(cluster);
    source = cluster.writer();
    first = cluster.readers().get(0);
    second = cluster.readers().get(1);
  }

  @AfterEach
  void stop() {
    cluster.close();
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
          .containsOnly(cluster.query(source, "SELECT @@server_uuid"));
    }
  }

  @Test
  void anOldSourceThatIsStartedAgainGetsNothing() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      cluster.kill(source);
      cluster.failOver();
      Trial.awaitWriter(connection, cluster.writer());

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

    try (Connection connection = Trial.fresh(cluster)) {
      Known.await(connection, topology -> topology.conflict().size() == 2);
      Thrown.noServer(() -> Trial.write(connection))
          .saying("claim to be the writer with equal right", "read_only=ON", "REPLICATION CLIENT");
      assertThat(Trial.read(connection)).isEqualTo(cluster.readers().get(0).directPort());

      cluster.execute(cluster.writer(), "INSERT INTO written (port) VALUES (0)");

      Trial.awaitWriter(connection, cluster.writer());
      Trial.awaitStanding(connection, source, Standing.DEPOSED);
      expectNothingOn(source, connection);
    }
  }

  @Test
  void writableReplicasThatCannotBeSeenToReplicateAreAConflictAndReadsGoOn() throws SQLException {
    Trial.takeWrites(cluster, first, true);
    Trial.takeWrites(cluster, second, true);

    try (Connection connection = Trial.fresh(cluster)) {
      Known.await(connection, topology -> topology.conflict().size() == 3);
      Thrown.noServer(() -> Trial.write(connection)).saying("read_only=ON", "REPLICATION CLIENT");
      assertThat(Trial.read(connection)).isPositive();
      Thrown.by(
              () -> {
                connection.setReadOnly(true);
                connection.createStatement().execute("INSERT INTO written (port) VALUES (1)");
              })
          .as(SQLException.class);

      Trial.takeWrites(cluster, first, false);
      Trial.takeWrites(cluster, second, false);
      Trial.awaitWriter(connection, source);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
    }
    assertThat(cluster.query(source, "SELECT count(*) FROM written WHERE port = 1")).isEqualTo("0");
  }

  /** It takes less than two seconds, and was once taken for the same process for that. */
  @Test
  void aReplicaThatForgetsToBeReadOnlyWhenItIsStartedAgainIsNotTakenForPromoted()
      throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      cluster.execute(first, "SET PERSIST_ONLY super_read_only = OFF");
      cluster.execute(first, "SET PERSIST_ONLY read_only = OFF");
      cluster.restart(first);

      Known.await(connection, topology -> topology.conflict().size() == 2);
      assertThat(Trial.write(connection)).isEqualTo(source.directPort());
      Trial.awaitWriter(connection, source);
    }
  }

  @Test
  void aReplicaWithTransactionsThatWereLostIsLeftOut() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, second);
      cluster.execute(first, "STOP REPLICA");
      Trial.write(connection);
      cluster.kill(source);
      Trial.await(connection, second, server -> server.fit());
      cluster.execute(first, "RESET REPLICA ALL");
      Trial.takeWrites(cluster, first, true);

      Trial.awaitWriter(connection, first);
      Trial.awaitStanding(connection, second, Standing.DIVERGED);
      assertThat(Trial.read(connection)).isEqualTo(first.directPort());
    }
  }

  @Test
  void aServerOfAnotherClusterIsLeftOut() throws SQLException {
    try (MysqlCluster other =
        MysqlCluster.builder().readers(0).user(Trial.USER, "secret").start()) {
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
      List<MysqlServer> ways = List.of(first, source);
      for (MysqlServer to : ways) {
        cluster.switchover(to);
        Trial.awaitWriter(connection, to);
        assertThat(Trial.write(connection)).isEqualTo(to.directPort());
      }
      Topology known = Trial.topology(connection);
      assertThat(Known.fit(known, Role.READER)).isEqualTo(2);
    }
  }
}
