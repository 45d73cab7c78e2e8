package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Members that have left their group: with an error, and then done as {@code
 * group_replication_exit_state_action} says, or for a group of their own. One group for all tests,
 * each of which loses another of its readers.
 */
@Timeout(value = 200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftMembersTest {

  private static final String START = "START GROUP_REPLICATION USER = 'repl', PASSWORD = 'repl'";

  private static MysqlCluster cluster;
  private static MysqlServer primary;
  private static MysqlServer first;
  private static MysqlServer second;
  private static MysqlServer third;

  @BeforeAll
  static void start() {
    cluster =
        MysqlCluster.builder().readers(3).groupReplication(true).user(Trial.USER, "secret").start();
    Trial.table(cluster);
    cluster.execute(cluster.writer(), "CREATE TABLE own (id int PRIMARY KEY)");
    Trial.grant(
        cluster,
        "SELECT ON performance_schema.replication_group_members",
        "SELECT ON performance_schema.replication_group_member_stats");
    primary = cluster.writer();
    first = cluster.readers().get(0);
    second = cluster.readers().get(1);
    third = cluster.readers().get(2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** It cannot apply what the primary writes, since it has a row of its own there. */
  private static void fail(MysqlServer member, String action) {
    cluster.execute(
        member, "SET GLOBAL group_replication_exit_state_action = '%s'".formatted(action));
    String insert = "INSERT INTO own VALUES (%d)".formatted(member.port());
    unlogged(member, insert);
    cluster.execute(primary, insert);
  }

  private static void unlogged(MysqlServer member, String sql) {
    cluster.execute(
        member,
        "SET sql_log_bin = 0; SET GLOBAL super_read_only = OFF; "
            + sql
            + "; SET GLOBAL super_read_only = ON");
  }

  private static void awaitState(MysqlServer member, String state) {
    String query =
        "SELECT member_state FROM performance_schema.replication_group_members"
            + " WHERE member_id = @@server_uuid";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!state.equals(cluster.query(member, query))) {
      assertThat(System.nanoTime()).as("%s is not %s", member, state).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** A read-only transaction that has read from this server. */
  private static Connection readingOn(MysqlServer server) throws SQLException {
    for (int i = 0; i < 50; i++) {
      Connection reading = Trial.fresh(cluster, Trial.seed(server));
      reading.setAutoCommit(false);
      reading.setReadOnly(true);
      if (Sql.number(reading, "SELECT @@port + 0 * (SELECT count(*) FROM written)")
          == server.directPort()) {
        return reading;
      }
      reading.close();
    }
    throw new AssertionError("no read on " + server);
  }

  private static void assertEnded(Connection reading) {
    Thrown.rolledBack(() -> Sql.number(reading, "SELECT count(*) FROM written"));
  }

  private static void assertServedByOthers(Connection connection, MysqlServer than)
      throws SQLException {
    for (int i = 0; i < 5; i++) {
      assertThat(Trial.write(connection)).isEqualTo(primary.directPort());
      assertThat(Trial.read(connection)).isNotEqualTo(than.directPort());
    }
  }

  @Test
  void withOfflineModeItIsLeftOutUntilItHasJoinedAndLetsUsersInAgain() throws SQLException {
    try (Connection connection = Trial.fresh(cluster);
        Connection reading = readingOn(first)) {
      Trial.awaitReader(connection, first);
      fail(first, "OFFLINE_MODE");

      Trial.await(
          connection,
          first,
          s -> s.health() == Health.DOWN && String.valueOf(s.problem()).contains("offline mode"));
      assertEnded(reading);
      assertServedByOthers(connection, first);

      unlogged(first, "DELETE FROM own WHERE id = " + first.port());
      cluster.execute(first, "STOP GROUP_REPLICATION");
      cluster.execute(first, START);
      awaitState(first, "ONLINE");
      assertThat(cluster.query(first, "SELECT @@GLOBAL.offline_mode")).isEqualTo("1");
      assertServedByOthers(connection, first);

      cluster.execute(first, "SET GLOBAL offline_mode = OFF");
      Trial.awaitReader(connection, first);
    }
  }

  @Test
  void withAbortServerItIsLeftOutBeforeItHasEnded() throws SQLException {
    try (Connection connection = Trial.fresh(cluster);
        Connection reading = readingOn(second)) {
      Trial.awaitReader(connection, second);
      fail(second, "ABORT_SERVER");

      Trial.await(
          connection, second, server -> server.toString().contains("is ERROR in its group"));
      assertServedByOthers(connection, second);
      Trial.await(connection, second, server -> server.health() == Health.DOWN);
      assertEnded(reading);
      assertServedByOthers(connection, second);
    }
  }

  /** Two faults at once: the second is that the client does not reach the group. */
  @Test
  void oneThatIsBootstrappedBesideItsGroupGetsNothingThoughTheGroupIsNotReached()
      throws SQLException {
    try (Connection connection = Trial.fresh(cluster, cluster.hosts(), "500ms")) {
      Trial.awaitReader(connection, third);
      String group = Trial.topology(connection).database();
      cluster.execute(third, "STOP GROUP_REPLICATION");
      cluster.execute(third, "SET GLOBAL group_replication_bootstrap_group = ON");
      cluster.execute(third, START);
      Trial.awaitStanding(connection, third, Standing.APART);
      assertThat(cluster.query(third, "SELECT @@GLOBAL.super_read_only")).isEqualTo("0");
      assertServedByOthers(connection, third);
      try (Connection begunNow = Trial.fresh(cluster, Trial.seed(third) + "," + cluster.hosts())) {
        assertServedByOthers(begunNow, third);
      }

      others(third).forEach(cluster::cutOff);
      others(third).forEach(cluster::reset);
      Known.await(connection, LeftMembersTest::onlyTheThirdAnswers);
      Thrown.noServer(() -> Trial.write(connection))
          .saying("belongs to another database cluster", "which others have shown beside it");
      assertThat(Trial.topology(connection).database()).isEqualTo(group);

      others(third).forEach(cluster::reconnect);
      Trial.awaitWriter(connection, primary);
      assertServedByOthers(connection, third);
    }
    assertThat(cluster.query(third, "SELECT count(*) FROM written WHERE port = @@port"))
        .isEqualTo("0");
  }

  private static List<MysqlServer> others(MysqlServer than) {
    return cluster.servers().stream().filter(server -> server != than).toList();
  }

  private static boolean onlyTheThirdAnswers(Topology topology) {
    return topology.servers().stream()
        .allMatch(s -> s.health() == Health.DOWN || s.address().port() == third.port());
  }
}
