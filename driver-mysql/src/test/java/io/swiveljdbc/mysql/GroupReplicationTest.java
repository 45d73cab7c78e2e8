package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is the writer of a group, for a user who may see the group. */
class GroupReplicationTest {

  private MysqlCluster cluster;
  private MysqlServer primary;
  private MysqlServer first;
  private MysqlServer second;

  @BeforeEach
  void start() {
    cluster =
        MysqlCluster.builder().readers(2).groupReplication(true).user(Trial.USER, "secret").start();
    Trial.table(cluster);
    Trial.grant(
        cluster,
        "SELECT ON performance_schema.replication_group_members",
        "SELECT ON performance_schema.replication_group_member_stats");
    primary = cluster.writer();
    first = cluster.readers().get(0);
    second = cluster.readers().get(1);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void allMembersAreFoundFromOneAndAnotherPrimaryWithinTheViewIsFollowed() throws SQLException {
    try (Connection connection = Trial.fresh(cluster, Trial.seed(second))) {
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
      assertThat(Trial.write(connection)).isEqualTo(primary.directPort());
      assertThat(Trial.read(connection)).isIn(first.directPort(), second.directPort());
      long term = Trial.topology(connection).term().value();

      for (MysqlServer next : List.of(first, second, first)) {
        cluster.switchover(next);
        Trial.awaitWriter(connection, next);
        assertThat(Trial.write(connection)).isEqualTo(next.directPort());
      }

      assertThat(Trial.topology(connection).term().value()).isEqualTo(term).isPositive();
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
    }
  }

  @Test
  void whenThePrimaryLeavesTheNextOneHasAHigherTerm() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      long term = Trial.topology(connection).term().value();

      cluster.stop(primary);
      cluster.failOver();

      assertThat(Trial.write(connection)).isEqualTo(cluster.writer().directPort());
      assertThat(Trial.topology(connection).term().value()).isGreaterThan(term);

      cluster.rejoin(primary);
      Trial.awaitReader(connection, primary);
    }
  }

  @Test
  void anOldPrimaryThatWakesUpGetsNothingAlthoughItBelievesInItself() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      cluster.freeze(primary);
      cluster.failOver();
      Trial.awaitWriter(connection, cluster.writer());

      cluster.thaw(primary);
      Trial.awaitStanding(connection, primary, Standing.DEPOSED);
      assertThat(cluster.query(primary, "SELECT @@GLOBAL.super_read_only")).isEqualTo("0");
      for (int i = 0; i < 50; i++) {
        assertThat(Trial.write(connection)).isEqualTo(cluster.writer().directPort());
        assertThat(Trial.read(connection)).isNotEqualTo(primary.directPort());
      }

      // Then it is told that it was expelled.
      Trial.await(connection, primary, server -> server.claim() == Role.UNKNOWN && !server.fit());
      assertThat(known(connection, primary).toString()).contains("is ERROR in its group");
      cluster.rejoin(primary);
      Trial.awaitReader(connection, primary);
    }
  }

  @Test
  void ofSeveralPrimariesOneIsTheWriterUntilItGoes() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      cluster.execute(primary, "SELECT group_replication_switch_to_multi_primary_mode()");
      Trial.await(connection, first, server -> server.self().willing());
      Trial.await(connection, second, server -> server.self().willing());

      assertThat(Trial.write(connection)).isEqualTo(primary.directPort());
      assertThat(Trial.read(connection)).isIn(first.directPort(), second.directPort());
      assertThat(Trial.topology(connection).conflict()).isEmpty();

      cluster.execute(primary, "STOP GROUP_REPLICATION");
      int next = Trial.write(connection);
      assertThat(next).isIn(first.directPort(), second.directPort());
      cluster.execute(
          primary, "SET GLOBAL group_replication_group_seeds = '%s'".formatted(Trial.seed(second)));
      cluster.execute(primary, "START GROUP_REPLICATION USER = 'repl', PASSWORD = 'repl'");
      Trial.awaitReader(connection, primary);
      assertThat(Trial.write(connection)).isEqualTo(next);

      cluster.execute(
          first,
          "SELECT group_replication_switch_to_single_primary_mode('%s')"
              .formatted(cluster.query(primary, "SELECT @@server_uuid")));
      Trial.awaitWriter(connection, primary);
      assertThat(Trial.write(connection)).isEqualTo(primary.directPort());
    }
  }

  @Test
  void aMemberThatDoesNotReachTheMajorityServesNothing() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      cluster.kill(primary);
      cluster.kill(second);

      Trial.await(connection, first, server -> server.claim() == Role.UNKNOWN);
      assertThat(known(connection, first).fit()).isFalse();
    }
  }

  @Test
  void aMemberOutOfTheGroupServesNothing() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      cluster.execute(first, "STOP GROUP_REPLICATION");
      // As one that was restarted, and does not join by itself.
      Trial.takeWrites(cluster, first, true);

      Trial.await(
          connection, first, server -> server.toString().contains("is OFFLINE in its group"));
      assertThat(Trial.write(connection)).isEqualTo(primary.directPort());
      assertThat(Trial.read(connection)).isEqualTo(second.directPort());
      cluster.rejoin(first);
      Trial.awaitReader(connection, first);
    }
  }

  @Test
  void aGroupThatIsBootstrappedAnewFromAnotherMemberIsAccepted() throws SQLException {
    try (Connection connection = Trial.fresh(cluster)) {
      Trial.write(connection);
      String group = Trial.topology(connection).database();
      cluster.awaitReplayed();
      cluster.kill(first);
      cluster.kill(second);
      cluster.kill(primary);

      cluster.start(first);
      cluster.execute(
          first,
          "SET GLOBAL group_replication_local_address = '%s'"
              .formatted("127.0.0.1:" + first.directPort()));
      cluster.execute(first, "SET GLOBAL group_replication_bootstrap_group = ON");
      cluster.execute(first, "START GROUP_REPLICATION USER = 'repl', PASSWORD = 'repl'");
      cluster.execute(first, "SET GLOBAL group_replication_bootstrap_group = OFF");
      Known.await(
          connection,
          topology -> topology.writer().isPresent() && !group.equals(topology.database()));

      assertThat(Trial.write(connection)).isEqualTo(first.directPort());
      cluster.promote(first);
      cluster.rejoin(primary);
      Trial.awaitReader(connection, primary);
      assertThat(Trial.write(connection)).isEqualTo(first.directPort());
    }
  }

  @Test
  void withoutGrantsReadOnlyTellsTheRoles() throws SQLException {
    cluster.execute(
        primary, "REVOKE SELECT ON performance_schema.replication_group_members FROM app");
    cluster.awaitReplayed();

    try (Connection connection = Trial.fresh(cluster)) {
      Trial.awaitReader(connection, first);
      Trial.awaitReader(connection, second);
      assertThat(Trial.write(connection)).isEqualTo(primary.directPort());

      cluster.switchover(first);
      Trial.awaitWriter(connection, first);
      assertThat(Trial.write(connection)).isEqualTo(first.directPort());
      cluster.stop(first);
      cluster.failOver();
      Trial.awaitWriter(connection, cluster.writer());
      assertThat(Trial.write(connection)).isEqualTo(cluster.writer().directPort());
      assertThat(Sql.number(connection, "SELECT count(*) FROM written")).isEqualTo(3);
    }
  }

  private static Server known(Connection connection, MysqlServer server) throws SQLException {
    return Trial.topology(connection).servers().stream()
        .filter(s -> s.address().port() == server.port())
        .findFirst()
        .orElseThrow();
  }
}
