package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loss that is met beside a statement: in metadata, in a row, while settings are set. */
@WithPostgres(readers = 1)
class LostBesideTest {

  private final PostgresCluster cluster;

  LostBesideTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  private void afterACut(Connection connection, Work work) throws Exception {
    connection.setNetworkTimeout(Runnable::run, 300);
    Sql.text(connection, "SELECT 1");
    cluster.cutOff(cluster.writer());
    try {
      work.run();
    } finally {
      cluster.reconnect(cluster.writer());
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void whatCommitsNothingInAutoCommitIsNeverUnknown() throws Exception {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      afterACut(
          connection,
          () -> Thrown.rolledBack(() -> connection.createArrayOf("no.such", new Object[0])));
      assertThat(connection.isClosed()).isFalse();
      assertThat(Sql.text(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aRowThatIsUpdatedInAutoCommitMayBeCommittedWhateverRanSince() throws Exception {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS beside");
    cluster.execute(cluster.writer(), "CREATE TABLE beside (id int PRIMARY KEY, name text)");
    cluster.execute(cluster.writer(), "INSERT INTO beside VALUES (1, 'a')");
    cluster.awaitReplayed();
    Known.all(cluster);
    try (Connection connection = DriverManager.getConnection(cluster.url());
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      connection.setNetworkTimeout(Runnable::run, 300);
      ResultSet row = statement.executeQuery("SELECT id, name FROM beside");
      row.next();
      row.updateString(2, "b");
      row.updateRow();
      connection.setReadOnly(true);
      Sql.text(connection, "SELECT 1");
      row.updateString(2, "c");
      cluster.cutOff(cluster.writer());
      try {
        Thrown.outcomeUnknown(row::updateRow);
      } finally {
        cluster.reconnect(cluster.writer());
      }
    }
  }

  /** Each connection is lost to the application's own timeout; this once went on for ever. */
  @Test
  void settingsThatCannotBeSetAreNotTriedForEver() throws Exception {
    try (Connection connection =
        DriverManager.getConnection(cluster.url() + "&swivel.failoverTimeout=1s")) {
      Sql.text(connection, "SELECT 1");
      connection.setNetworkTimeout(Runnable::run, 30);
      connection.setSchema("elsewhere");
      cluster.delay(cluster.writer(), Duration.ofMillis(80));
      CompletableFuture<Void> fails =
          CompletableFuture.runAsync(
              () -> Thrown.by(() -> Sql.text(connection, "SELECT 1")).withState("08006"));
      fails.get(10, TimeUnit.SECONDS);
    } finally {
      cluster.heal();
    }
  }
}
