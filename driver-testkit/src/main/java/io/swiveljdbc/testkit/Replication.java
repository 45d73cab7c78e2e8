package io.swiveljdbc.testkit;

import java.time.Duration;

/** What one does to a standby: point it at a primary, stop it receiving, promote it. */
final class Replication {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private Replication() {}

  /** Between servers the relays are bypassed: a cut between clients and servers is no other cut. */
  static String connectionInfo(PostgresServer primary, String standby) {
    return "host=127.0.0.1 port="
        + primary.directPort()
        + " user="
        + Superuser.NAME
        + " application_name="
        + standby
        + " sslmode=disable gssencmode=disable";
  }

  static void follow(PostgresServer standby, PostgresServer primary) {
    try (Superuser superuser = standby.superuser()) {
      setPrimary(superuser, connectionInfo(primary, standby.name()));
    }
  }

  /** Returns when nothing more can reach the standby, not even from a primary that still lives. */
  static void stopReceiving(PostgresServer standby) {
    try (Superuser superuser = standby.superuser()) {
      setPrimary(superuser, "");
      Await.until(
          standby.name() + " no longer receives",
          BOUND,
          () -> superuser.isTrue("SELECT count(*) = 0 FROM pg_stat_wal_receiver"));
    }
  }

  /** The end of the log that the standby has, replayed or not. */
  static long received(PostgresServer standby) {
    try (Superuser superuser = standby.superuser()) {
      String position =
          superuser.query(
              "SELECT coalesce(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
                  + " - '0/0'::pg_lsn, 0)");
      return position == null ? 0 : Long.parseLong(position);
    }
  }

  static void awaitReceived(PostgresServer standby, long position) {
    Await.until(standby.name() + " has received all", BOUND, () -> received(standby) > position);
  }

  /** Promotes, and returns when writes are possible. */
  static void promote(PostgresServer standby) {
    try (Superuser superuser = standby.superuser()) {
      superuser.execute("SELECT pg_promote(false)");
      Await.until(
          standby.name() + " is out of recovery",
          BOUND,
          () -> superuser.isTrue("SELECT NOT pg_is_in_recovery()"));
    }
  }

  static void awaitStreaming(PostgresServer standby, PostgresServer primary, Duration bound) {
    String streams =
        "SELECT count(*) = 1 FROM pg_stat_wal_receiver WHERE status = 'streaming'"
            + " AND sender_port = "
            + primary.directPort();
    try (Superuser superuser = standby.superuser()) {
      Await.until(
          standby.name() + " streams from " + primary.name(),
          bound,
          () -> superuser.isTrue(streams));
    }
  }

  /** Returns when queries on the standby see all that was committed on the primary before. */
  static void awaitReplayed(PostgresServer standby, PostgresServer primary) {
    try (Superuser there = primary.superuser();
        Superuser here = standby.superuser()) {
      // What is inserted but not flushed belongs to no commit yet, and may stay so for seconds.
      String end = there.query("SELECT pg_current_wal_flush_lsn()");
      Await.until(
          standby.name() + " has replayed " + end,
          BOUND,
          () -> here.isTrue("SELECT pg_last_wal_replay_lsn() >= '" + end + "'"));
    }
  }

  private static void setPrimary(Superuser superuser, String connectionInfo) {
    superuser.execute("ALTER SYSTEM SET primary_conninfo = '" + connectionInfo + "'");
    superuser.execute("SELECT pg_reload_conf()");
  }
}
