package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 1, synchronous = false)
final class WithPostgresTest {
  private static PostgresCluster first;

  @BeforeAll
  static void remember(PostgresCluster cluster) {
    first = cluster;
  }

  @Test
  void theClusterIsAsTheAnnotationSays(PostgresCluster cluster) {
    assertThat(cluster.servers()).hasSize(2);
    assertThat(cluster.query(cluster.writer(), "SHOW synchronous_standby_names")).isEmpty();
  }

  @Test
  void everyTestStartsWithAHealthyCluster(PostgresCluster cluster) {
    breakAndCheck(cluster);
  }

  @Test
  void alsoTheOneAfterIt(PostgresCluster cluster) {
    breakAndCheck(cluster);
  }

  @Nested
  final class InANestedClass {
    @Test
    void theClusterIsTheSame(PostgresCluster cluster) {
      assertThat(cluster).isSameAs(first);
      breakAndCheck(cluster);
    }
  }

  private static void breakAndCheck(PostgresCluster cluster) {
    assertThat(cluster.writer().isRunning()).isTrue();
    assertThat(cluster.readers()).hasSize(1);
    cluster.kill(cluster.writer());
    cluster.failOver();
  }
}
