package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithMysql(readers = 1, synchronous = false)
final class WithMysqlTest {
  private static final String SEMI_SYNCHRONOUS =
      "SELECT count(*) FROM information_schema.plugins WHERE plugin_name LIKE '%semi_sync%'";
  private static MysqlCluster first;

  @BeforeAll
  static void remember(MysqlCluster cluster) {
    first = cluster;
  }

  @Test
  void theClusterIsAsTheAnnotationSays(MysqlCluster cluster) {
    assertThat(cluster.servers()).hasSize(2);
    assertThat(cluster.query(cluster.writer(), SEMI_SYNCHRONOUS)).isEqualTo("0");
  }

  @Test
  void everyTestStartsWithAHealthyCluster(MysqlCluster cluster) {
    breakAndCheck(cluster);
  }

  @Test
  void alsoTheOneAfterIt(MysqlCluster cluster) {
    breakAndCheck(cluster);
  }

  @Nested
  final class InANestedClass {
    @Test
    void theClusterIsTheSame(MysqlCluster cluster) {
      assertThat(cluster).isSameAs(first);
      breakAndCheck(cluster);
    }
  }

  private static void breakAndCheck(MysqlCluster cluster) {
    assertThat(cluster.writer().isRunning()).isTrue();
    assertThat(cluster.readers()).hasSize(1);
    cluster.kill(cluster.writer());
    cluster.failOver();
  }
}
