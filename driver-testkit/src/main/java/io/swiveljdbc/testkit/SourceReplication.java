package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MySQL's replication from a source to replicas by GTID, semi-synchronous if wanted. Whether a
 * server takes writes is kept with SET PERSIST, so that it starts as what it was.
 */
final class SourceReplication implements Replication<MysqlServer> {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration RESUMING = Duration.ofSeconds(3);
  private static final String SEMI_SYNCHRONOUS = "rpl_semi_sync_source_enabled";

  /** What its servers load, when they are semi-synchronous. */
  static final List<String> PLUGINS =
      List.of(MysqlSettings.CLONE, "semisync_source.so", "semisync_replica.so");

  private final MysqlInstallation installation;
  private final boolean synchronous;

  SourceReplication(MysqlInstallation installation) {
    this.installation = installation;
    this.synchronous = installation.plan().waitsForReaders();
  }

  @Override
  public MysqlServer create(int number) {
    Map<String, String> settings = new HashMap<>();
    if (synchronous) {
      MysqlSettings.load(PLUGINS, settings);
      settings.put("loose_rpl_semi_sync_replica_enabled", "ON");
      // Rather wait for ever than acknowledge what only the source has.
      settings.put("loose_rpl_semi_sync_source_timeout", "3600000");
    }
    return installation.server(number, settings);
  }

  @Override
  public void form(MysqlServer source, List<MysqlServer> replicas) {
    List<MysqlServer> all = Stream.concat(Stream.of(source), replicas.stream()).toList();
    Threads.forEach(
        all,
        server -> {
          installation.prepare(server);
          server.start();
        });
    takeWrites(source);
    Threads.forEach(
        replicas,
        replica -> {
          follow(replica, source);
          awaitFollowing(replica, source, BOUND);
        });
  }

  @Override
  public MysqlServer elect(List<MysqlServer> replicas) {
    // First nobody receives any more: from then on the old source, should it still live, gets no
    // acknowledgement, and what has been received no longer changes while it is compared.
    Threads.forEach(replicas, SourceReplication::stopReceiving);
    MysqlServer best = replicas.get(0);
    String most = Gtids.received(best);
    for (MysqlServer replica : replicas) {
      String received = Gtids.received(replica);
      // All come from one source and in its order, so of any two sets one contains the other.
      if (!Gtids.contains(replica, most, received)) {
        best = replica;
        most = received;
      }
    }
    return best;
  }

  @Override
  public void promote(MysqlServer replica) {
    stopReceiving(replica);
    Gtids.awaitExecuted(replica, Gtids.received(replica));
    execute(replica, "STOP REPLICA", "RESET REPLICA ALL");
    takeWrites(replica);
  }

  @Override
  public void follow(MysqlServer replica, MysqlServer source) {
    if (follows(replica, source)) {
      // Left alone: a source hears the acknowledgements of a new connection only after up to 1 s.
      return;
    }
    execute(
        replica,
        "STOP REPLICA",
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '"
            + source.machine().host()
            + "', SOURCE_PORT = "
            + source.directPort()
            + ", SOURCE_USER = '"
            + MysqlSettings.REPLICATION_USER
            + "', SOURCE_PASSWORD = '"
            + MysqlSettings.REPLICATION_PASSWORD
            + "', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1,"
            + " SOURCE_RETRY_COUNT = 100000, SOURCE_HEARTBEAT_PERIOD = 1",
        "START REPLICA");
  }

  @Override
  public void resume(MysqlServer replica, MysqlServer source) {
    follow(replica, source);
    awaitFollowing(replica, source, RESUMING);
  }

  private static void awaitFollowing(MysqlServer replica, MysqlServer source, Duration bound) {
    Await.until(
        replica.name() + " follows " + source.name(), bound, () -> follows(replica, source));
    // MySQL lets a replica follow a source whose history is not its own.
    if (!Gtids.isPart(replica, source)) {
      throw new LocalClusterException(
          replica.name() + " has transactions that " + source.name() + " has not");
    }
  }

  @Override
  public void awaitReplayed(MysqlServer replica, MysqlServer source) {
    Gtids.awaitExecuted(replica, Gtids.executed(source));
  }

  @Override
  public void handOver(MysqlServer source, MysqlServer successor) {
    execute(source, "SET PERSIST read_only = ON", "SET PERSIST super_read_only = ON");
    awaitReplayed(successor, source);
  }

  @Override
  public void stepBack(MysqlServer former, MysqlServer source) {
    if (synchronous) {
      // Now that nobody waits for it any more: it takes up to a second.
      execute(former, "SET PERSIST " + SEMI_SYNCHRONOUS + " = OFF");
    }
    follow(former, source);
    awaitFollowing(former, source, BOUND);
  }

  @Override
  public void renew(MysqlServer server, MysqlServer source) {
    server.process().end();
    server.data().forgetRole();
    if (!server.data().isPrepared()) {
      installation.prepare(server);
    }
    server.start();
    if (!Gtids.isPart(server, source) || Gtids.isTooOld(server, source)) {
      CloneCopy.restore(source, server);
    }
    follow(server, source);
    awaitFollowing(server, source, BOUND);
  }

  private void takeWrites(MysqlServer server) {
    if (synchronous) {
      // On the source alone: a replica's applier would wait for acknowledgements of its own.
      execute(server, "SET PERSIST " + SEMI_SYNCHRONOUS + " = ON");
    }
    execute(server, "SET PERSIST super_read_only = OFF", "SET PERSIST read_only = OFF");
  }

  private static boolean follows(MysqlServer replica, MysqlServer source) {
    String whether =
        "SELECT count(*) = 1 FROM performance_schema.replication_connection_configuration c"
            + " JOIN performance_schema.replication_connection_status r USING (channel_name)"
            + " JOIN performance_schema.replication_applier_status a USING (channel_name)"
            + " WHERE channel_name = '' AND r.service_state = 'ON' AND a.service_state = 'ON'"
            + " AND port = "
            + source.directPort();
    try (Superuser superuser = replica.superuser()) {
      return superuser.isTrue(whether);
    }
  }

  private static void stopReceiving(MysqlServer replica) {
    execute(replica, "STOP REPLICA IO_THREAD");
  }

  private static void execute(MysqlServer server, String... statements) {
    try (Superuser superuser = server.superuser()) {
      List.of(statements).forEach(superuser::execute);
    }
  }
}
