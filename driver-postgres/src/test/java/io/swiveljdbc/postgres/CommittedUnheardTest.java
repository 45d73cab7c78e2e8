package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * The connection is cut while the server commits, and the server does commit. To say 40001 then is
 * to have the work done twice.
 */
@WithPostgres(readers = 0)
class CommittedUnheardTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PostgresCluster cluster;

  CommittedUnheardTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** A commit takes a second, by a trigger that is deferred to it. */
  @BeforeEach
  void slowCommits() {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS unheard");
    cluster.execute(cluster.writer(), "CREATE TABLE unheard (id int)");
    cluster.execute(
        cluster.writer(),
        "CREATE OR REPLACE FUNCTION short_nap() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END'");
    cluster.execute(
        cluster.writer(),
        "CREATE CONSTRAINT TRIGGER nap AFTER INSERT ON unheard DEFERRABLE INITIALLY DEFERRED"
            + " FOR EACH ROW EXECUTE FUNCTION short_nap()");
  }

  private void unknownAlthoughCommitted(ThrowingCallable commit) throws Exception {
    CompletableFuture<Void> cut =
        CompletableFuture.runAsync(
            () -> {
              ServerActivity.await(cluster, cluster.writer(), "COMMIT");
              cluster.reset(cluster.writer());
            });
    SQLException told = Thrown.by(commit).withState("08007").exception();
    assertThat(told.getNextException() == null).isTrue();
    cut.get(10, TimeUnit.SECONDS);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!"1".equals(cluster.query(cluster.writer(), "SELECT count(*) FROM unheard"))) {
      assertThat(System.nanoTime()).as("the server commits").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void aBeginAsTextIsNotReadOnlyBecauseTheConnectionIs() throws Exception {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      connection.setReadOnly(true);
      Sql.update(connection, "BEGIN");
      Sql.update(connection, "INSERT INTO unheard VALUES (1)");
      unknownAlthoughCommitted(() -> Sql.update(connection, "COMMIT"));
    }
  }

  @Test
  void aTransactionThatTextMadeReadWriteIsNotHeldReadOnly() throws Exception {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      Sql.update(connection, "/* first */ set transaction read write");
      Sql.update(connection, "INSERT INTO unheard VALUES (1)");
      unknownAlthoughCommitted(connection::commit);
    }
  }

  @Test
  void aCopyBeginsATransactionThatIsNotReadOnly() throws Exception {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY unheard FROM STDIN", new StringReader("1\n"));
      unknownAlthoughCommitted(connection::commit);
    }
  }

  @Test
  void aReadOnlyConnectionIsNotHeldToThatWherePgjdbcIsToldToIgnoreIt() throws Exception {
    try (Connection connection =
        DriverManager.getConnection(cluster.url() + "&readOnlyMode=ignore")) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      Sql.update(connection, "INSERT INTO unheard VALUES (1)");
      unknownAlthoughCommitted(connection::commit);
    }
  }

  @Test
  void aCommentAtTheEndOfABatchsEntryHidesNoCommit() throws Exception {
    try (Connection connection = DriverManager.getConnection(cluster.url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.addBatch("INSERT INTO unheard VALUES (1) -- the first");
      statement.addBatch("COMMIT");
      unknownAlthoughCommitted(statement::executeBatch);
    }
  }
}
