package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's streaming replication: standbys that receive a primary's log. */
final class StreamingReplication implements Replication<PostgresServer> {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration RESUMING = Duration.ofSeconds(3);

  private final PostgresInstallation installation;

  StreamingReplication(PostgresInstallation installation) {
    this.installation = installation;
  }

  @Override
  public PostgresServer create(int number) {
    return installation.server("pg" + number);
  }

  @Override
  public void form(PostgresServer primary, List<PostgresServer> standbys) {
    installation.initialize(primary);
    Threads.forEach(standbys, standby -> installation.copy(primary, standby));
    // All at once: with synchronous replication the first could do nothing on its own.
    List<PostgresServer> all = Stream.concat(Stream.of(primary), standbys.stream()).toList();
    Threads.forEach(all, PostgresServer::start);
    standbys.forEach(standby -> awaitFollowing(standby, primary, BOUND));
  }

  @Override
  public PostgresServer elect(List<PostgresServer> standbys) {
    // First nobody receives any more: from then on the old primary, should it still live, gets no
    // acknowledgement, and what has been received no longer changes while it is compared.
    Threads.forEach(standbys, StreamingReplication::stopReceiving);
    return standbys.stream()
        .max(Comparator.comparingLong(StreamingReplication::received))
        .orElseThrow();
  }

  @Override
  public void promote(PostgresServer standby) {
    try (Superuser superuser = standby.superuser()) {
      superuser.execute("SELECT pg_promote(false)");
      Await.until(
          standby.name() + " is out of recovery",
          BOUND,
          () -> superuser.isTrue("SELECT NOT pg_is_in_recovery()"));
    }
  }

  @Override
  public void follow(PostgresServer standby, PostgresServer primary) {
    try (Superuser superuser = standby.superuser()) {
      setPrimary(superuser, connectionInfo(primary, standby));
    }
  }

  @Override
  public void resume(PostgresServer standby, PostgresServer primary) {
    follow(standby, primary);
    awaitFollowing(standby, primary, RESUMING);
  }

  private static void awaitFollowing(
      PostgresServer standby, PostgresServer primary, Duration bound) {
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

  @Override
  public void awaitReplayed(PostgresServer standby, PostgresServer primary) {
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

  @Override
  public void handOver(PostgresServer primary, PostgresServer successor) {
    primary.process().stop();
    long end = primary.data().lastCheckpoint();
    Await.until(successor.name() + " has received all", BOUND, () -> received(successor) > end);
  }

  @Override
  public void stepBack(PostgresServer former, PostgresServer primary) {
    // It stopped cleanly and the new primary has all it ever wrote: it can simply follow.
    former.data().follow(connectionInfo(primary, former));
    former.start();
    awaitFollowing(former, primary, BOUND);
  }

  @Override
  public void renew(PostgresServer server, PostgresServer primary) {
    server.process().end();
    BaseBackup.restore(primary, server);
    server.start();
    awaitFollowing(server, primary, BOUND);
  }

  /** Between servers the relays are bypassed: a cut between clients and servers is no other cut. */
  static String connectionInfo(PostgresServer primary, PostgresServer standby) {
    return "host="
        + primary.machine().host()
        + " port="
        + primary.directPort()
        + " user="
        + PostgresSession.SUPERUSER
        + " application_name="
        + standby.name()
        + " sslmode=disable gssencmode=disable";
  }

  /** Returns when nothing more can reach the standby, not even from a primary that still lives. */
  private static void stopReceiving(PostgresServer standby) {
    try (Superuser superuser = standby.superuser()) {
      setPrimary(superuser, "");
      Await.until(
          standby.name() + " no longer receives",
          BOUND,
          () -> superuser.isTrue("SELECT count(*) = 0 FROM pg_stat_wal_receiver"));
    }
  }

  /** The end of the log that the standby has, replayed or not. */
  private static long received(PostgresServer standby) {
    try (Superuser superuser = standby.superuser()) {
      String position =
          superuser.query(
              "SELECT coalesce(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
                  + " - '0/0'::pg_lsn, 0)");
      return position == null ? 0 : Long.parseLong(position);
    }
  }

  private static void setPrimary(Superuser superuser, String connectionInfo) {
    superuser.execute("ALTER SYSTEM SET primary_conninfo = '" + connectionInfo + "'");
    superuser.execute("SELECT pg_reload_conf()");
  }
}
