package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;

/** What tests of a group begin and end with. */
abstract class GroupTest {
  @BeforeEach
  void makeTable(MysqlCluster cluster) {
    cluster.execute(
        cluster.writer(), "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
  }

  static void assertAllFollow(MysqlCluster cluster, String rows) {
    TopologyTest.assertAllFollow(cluster, rows);
    String members =
        "SELECT count(*) FROM performance_schema.replication_group_members"
            + " WHERE member_state = 'ONLINE'";
    assertThat(cluster.query(cluster.writer(), members))
        .isEqualTo(Integer.toString(cluster.servers().size()));
  }
}
