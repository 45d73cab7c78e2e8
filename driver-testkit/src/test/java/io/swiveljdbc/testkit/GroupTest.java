package io.swiveljdbc.testkit;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** What tests of a group begin and end with. */
abstract class GroupTest {
  static final Duration SOON = Duration.ofSeconds(30);

  @BeforeEach
  void makeTable(MysqlCluster cluster) {
    cluster.execute(
        cluster.writer(), "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
  }

  static void assertAllFollow(MysqlCluster cluster, String rows) {
    TopologyTest.assertAllFollow(cluster, rows);
    int all = cluster.servers().size();
    String members =
        "SELECT count(*) = "
            + all
            + " FROM performance_schema.replication_group_members WHERE member_state = 'ONLINE'";
    // A member knows of itself a moment before the others do.
    Await.until(
        all + " members are online",
        SOON,
        () -> cluster.query(cluster.writer(), members).equals("1"));
  }
}
