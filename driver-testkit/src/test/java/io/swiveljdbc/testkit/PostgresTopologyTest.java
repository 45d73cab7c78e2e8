package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

@WithPostgres(readers = 2)
class PostgresTopologyTest extends TopologyTest {
  @Test
  void aStartThatFailsShowsTheLogAndLeavesNothingRunning(PostgresCluster cluster) {
    PostgresServer reader = cluster.readers().get(0);
    cluster.stop(reader);
    reader.data().set("shared_buffers", "nonsense");
    assertThatThrownBy(() -> cluster.start(reader))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("shared_buffers");
    assertThat(reader.isRunning()).isFalse();
    cluster.rejoin(reader);
  }
}
