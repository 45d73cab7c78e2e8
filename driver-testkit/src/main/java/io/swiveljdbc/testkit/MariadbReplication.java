package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MariaDB's replication from a source to replicas by its own GTIDs, semi-synchronous if wanted.
 * MariaDB keeps no setting that was made while it ran, so what a server shall be when it is started
 * again is written to its option file. Everybody's log has the whole history: whoever cannot follow
 * begins with nothing and replays it.
 */
final class MariadbReplication implements Replication<MysqlServer> {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration RESUMING = Duration.ofSeconds(3);
  private static final String SEMI_SYNCHRONOUS = "rpl_semi_sync_master_enabled";

  /** Far from the numbers that servers begin with. */
  private static final int NEXT_LIFE = 100;

  private final MysqlInstallation installation;
  private final boolean synchronous;

  MariadbReplication(MysqlInstallation installation) {
    this.installation = installation;
    this.synchronous = installation.plan().waitsForReaders();
  }

  @Override
  public MysqlServer create(int number) {
    Map<String, String> settings = new HashMap<>();
    if (synchronous) {
      settings.put("rpl_semi_sync_slave_enabled", "ON");
      // So long STOP REPLICA tries to end its session on a source that hangs.
      settings.put("rpl_semi_sync_slave_kill_conn_timeout", "1");
      settings.put("rpl_semi_sync_master_wait_point", "AFTER_SYNC");
      // Rather wait for ever than acknowledge what only the source has.
      settings.put("rpl_semi_sync_master_timeout", "3600000");
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
    Threads.forEach(replicas, replica -> followAtOnce(replica, source));
  }

  @Override
  public MysqlServer elect(List<MysqlServer> replicas) {
    // As with MySQL: from now on nobody acknowledges anything to the old source.
    Threads.forEach(replicas, replica -> execute(replica, "STOP REPLICA IO_THREAD"));
    MysqlServer best = replicas.get(0);
    MariadbPosition most = MariadbPosition.received(best);
    for (MysqlServer replica : replicas) {
      MariadbPosition received = MariadbPosition.received(replica);
      if (received.isBeyond(most)) {
        best = replica;
        most = received;
      }
    }
    return best;
  }

  @Override
  public void promote(MysqlServer replica) {
    execute(replica, "STOP REPLICA IO_THREAD");
    MariadbPosition.received(replica).awaitOn(replica);
    execute(replica, "STOP REPLICA", "RESET REPLICA ALL");
    takeWrites(replica);
  }

  @Override
  public void follow(MysqlServer replica, MysqlServer source) {
    if (follows(replica, source)) {
      return;
    }
    execute(
        replica,
        "STOP REPLICA",
        "CHANGE MASTER TO MASTER_HOST = '"
            + source.machine().host()
            + "', MASTER_PORT = "
            + source.directPort()
            + ", MASTER_USER = '"
            + MysqlSettings.REPLICATION_USER
            + "', MASTER_PASSWORD = '"
            + MysqlSettings.REPLICATION_PASSWORD
            // What it wrote itself, as a source, belongs to where it stands.
            + "', MASTER_USE_GTID = slave_pos, MASTER_DEMOTE_TO_SLAVE = 1,"
            + " MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 1, MASTER_SSL = 0",
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
    // The source says a moment later that it does not know where the replica stands.
    if (!MariadbPosition.isPart(replica, source)) {
      throw new LocalClusterException(
          replica.name() + " has transactions that " + source.name() + " has not");
    }
  }

  @Override
  public void awaitReplayed(MysqlServer replica, MysqlServer source) {
    MariadbPosition.executed(source).awaitOn(replica);
  }

  @Override
  public void handOver(MysqlServer source, MysqlServer successor) {
    set(source, "read_only", "ON");
    awaitReplayed(successor, source);
  }

  @Override
  public void stepBack(MysqlServer former, MysqlServer source) {
    if (synchronous) {
      set(former, SEMI_SYNCHRONOUS, "OFF");
    }
    followAtOnce(former, source);
  }

  @Override
  public void renew(MysqlServer server, MysqlServer source) {
    server.process().end();
    server.data().set("read_only", "ON");
    if (synchronous) {
      server.data().set(SEMI_SYNCHRONOUS, "OFF");
    }
    if (!server.data().isPrepared()) {
      installation.prepare(server);
    }
    server.start();
    if (!MariadbPosition.isPart(server, source)) {
      beginAnew(server);
    }
    followAtOnce(server, source);
    awaitReplayed(server, source);
  }

  /** With another number: what a server of its own number has written, a replica leaves out. */
  private void beginAnew(MysqlServer server) {
    int number;
    try (Superuser superuser = server.superuser()) {
      number = Integer.parseInt(String.valueOf(superuser.query("SELECT @@server_id")));
    }
    server.process().end();
    server.data().set("server_id", Integer.toString(number + NEXT_LIFE));
    installation.prepare(server);
    server.start();
  }

  private void followAtOnce(MysqlServer replica, MysqlServer source) {
    follow(replica, source);
    awaitFollowing(replica, source, BOUND);
  }

  private void takeWrites(MysqlServer server) {
    if (synchronous) {
      // On the source alone: a replica's applier would wait for acknowledgements of its own.
      set(server, SEMI_SYNCHRONOUS, "ON");
    }
    set(server, "read_only", "OFF");
  }

  private static void set(MysqlServer server, String name, String value) {
    execute(server, "SET GLOBAL " + name + " = " + value);
    server.data().set(name, value);
  }

  private static boolean follows(MysqlServer replica, MysqlServer source) {
    Map<String, String> status = MariadbPosition.status(replica);
    return "Yes".equals(status.get("Slave_IO_Running"))
        && "Yes".equals(status.get("Slave_SQL_Running"))
        && Integer.toString(source.directPort()).equals(status.get("Master_Port"));
  }

  private static void execute(MysqlServer server, String... statements) {
    try (Superuser superuser = server.superuser()) {
      List.of(statements).forEach(superuser::execute);
    }
  }
}
