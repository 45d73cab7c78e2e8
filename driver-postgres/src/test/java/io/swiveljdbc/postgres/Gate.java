package io.swiveljdbc.postgres;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds calls in flight. On the table {@code told} a COMMIT waits at the gate when it has rows to
 * commit that were inserted, an update waits at once, and so does {@code pass()}, which returns 1.
 * When the gate opens, or the session that keeps it shut is lost, they go on.
 */
final class Gate implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LOCK = 7;
  private static final String[] TABLE = {
    "DROP TABLE IF EXISTS told",
    "CREATE TABLE told (id int PRIMARY KEY, name text)",
    "INSERT INTO told VALUES (0, 'old')",
    "CREATE OR REPLACE FUNCTION pass() RETURNS int LANGUAGE plpgsql AS"
        + " 'BEGIN PERFORM pg_advisory_xact_lock(7); RETURN 1; END'",
    "CREATE OR REPLACE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
        + " 'BEGIN PERFORM pass(); RETURN NEW; END'",
    "CREATE CONSTRAINT TRIGGER committed AFTER INSERT ON told DEFERRABLE INITIALLY DEFERRED"
        + " FOR EACH ROW EXECUTE FUNCTION wait()",
    "CREATE TRIGGER updated BEFORE UPDATE ON told FOR EACH ROW EXECUTE FUNCTION wait()",
  };

  private final PostgresCluster cluster;
  private final Connection keeper;

  private Gate(PostgresCluster cluster, Connection keeper) {
    this.cluster = cluster;
    this.keeper = keeper;
  }

  /** Makes the table, with one row, and shuts the gate. */
  static Gate shut(PostgresCluster cluster) throws SQLException {
    for (String statement : TABLE) {
      cluster.execute(cluster.writer(), statement);
    }
    int port = cluster.writer().directPort();
    Connection keeper =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    Sql.text(keeper, "SELECT pg_advisory_lock(" + LOCK + ")");
    return new Gate(cluster, keeper);
  }

  /** Lets a loss happen as soon as a session waits at the gate; gives that session's process. */
  CompletableFuture<Integer> lose(Loss loss) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            int session = awaitArrival();
            loss.happens(cluster, session);
            return session;
          } catch (RuntimeException | AssertionError e) {
            open(); // else the call would wait for ever
            throw e;
          }
        });
  }

  static int await(CompletableFuture<Integer> session) throws Exception {
    return session.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
  }

  private int awaitArrival() {
    String waiting =
        "SELECT coalesce(max(pid), 0) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    long end = System.nanoTime() + PATIENCE.toNanos();
    String session = ask(waiting);
    while ("0".equals(session)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no call came to the gate within " + PATIENCE);
      }
      LockSupport.parkNanos(5_000_000);
      session = ask(waiting);
    }
    return Integer.parseInt(session);
  }

  /** Waits until a session has ended, so that what it did is done. */
  void awaitEnd(int session) {
    String alive = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + session;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!"0".equals(ask(alive))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("session " + session + " did not end within " + PATIENCE);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** How much there is of what the calls wrote, prepared transactions included. */
  int stored() {
    return Integer.parseInt(
        ask(
            "SELECT (SELECT count(*) FROM told WHERE name = 'new')"
                + " + (SELECT count(*) FROM pg_prepared_xacts)"));
  }

  private String ask(String query) {
    return String.valueOf(cluster.query(cluster.writer(), query));
  }

  void open() {
    try {
      keeper.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    open();
  }
}
