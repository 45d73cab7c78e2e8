package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A server that is about to shut down takes no session any more and lets those it has work. */
@WithPostgres(readers = 0)
class SmartShutdownTest {

  private final PostgresCluster cluster;

  SmartShutdownTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aRefusedLoginEndsNoSessionThatWorks() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE TABLE work (id int)");
    String url = cluster.url() + "&swivel.failoverTimeout=500ms";
    try (Connection working = DriverManager.getConnection(url);
        Connection late = DriverManager.getConnection(url)) {
      working.setAutoCommit(false);
      Sql.update(working, "INSERT INTO work VALUES (1)");
      shutDownSmartly();

      SQLException told =
          Thrown.by(() -> Sql.text(late, "SELECT 1")).withState("08001").exception();
      assertThat(told.getCause()).hasFieldOrPropertyWithValue("SQLState", "57P03");
      Sql.update(working, "INSERT INTO work VALUES (2)");
      working.commit();
    }
    cluster.kill(cluster.writer());
    cluster.start(cluster.writer());
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM work")).isEqualTo("2");
  }

  /** SIGTERM to the postmaster. */
  private void shutDownSmartly() {
    assertThat(ProcessHandle.of(cluster.writer().pid()).orElseThrow().destroy()).isTrue();
  }
}
