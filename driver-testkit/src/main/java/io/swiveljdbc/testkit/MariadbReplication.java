package io.swiveljdbc.testkit;

import java.util.Map;

/**
 * MariaDB's own {@link SourceReplication}. MariaDB keeps no setting that was made while it ran, so
 * what a server shall be when it is started again is written to its option file. Everybody's log
 * has the whole history: whoever cannot follow begins with nothing and replays it.
 */
final class MariadbReplication extends SourceReplication<MariadbPosition> {
  private static final String READ_ONLY = "read_only";
  private static final String SEMI_SYNCHRONOUS = "rpl_semi_sync_master_enabled";

  /** Far from the numbers that servers begin with. */
  private static final int NEXT_LIFE = 100;

  MariadbReplication(MysqlInstallation installation) {
    super(installation);
  }

  @Override
  Map<String, String> semiSynchronous() {
    return Map.of(
        "rpl_semi_sync_slave_enabled",
        "ON",
        // So long STOP REPLICA tries to end its session on a source that hangs.
        "rpl_semi_sync_slave_kill_conn_timeout",
        "1",
        "rpl_semi_sync_master_wait_point",
        "AFTER_SYNC",
        // Rather wait for ever than acknowledge what only the source has.
        "rpl_semi_sync_master_timeout",
        "3600000");
  }

  @Override
  MariadbPosition received(MysqlServer replica) {
    return MariadbPosition.received(replica);
  }

  @Override
  MariadbPosition executed(MysqlServer server) {
    return MariadbPosition.executed(server);
  }

  @Override
  boolean isBeyond(MariadbPosition position, MariadbPosition other, MysqlServer replica) {
    return position.isBeyond(other);
  }

  @Override
  void awaitExecuted(MysqlServer replica, MariadbPosition position) {
    position.awaitOn(replica);
  }

  @Override
  boolean isPart(MysqlServer server, MysqlServer of) {
    return MariadbPosition.isPart(server, of);
  }

  @Override
  String turnTo(MysqlServer source) {
    return "CHANGE MASTER TO "
        + address("MASTER", source)
        // What it wrote itself, as a source, belongs to where it stands.
        + ", MASTER_USE_GTID = slave_pos, MASTER_DEMOTE_TO_SLAVE = 1, MASTER_SSL = 0";
  }

  @Override
  boolean follows(MysqlServer replica, MysqlServer source) {
    Map<String, String> status = MariadbPosition.status(replica);
    return "Yes".equals(status.get("Slave_IO_Running"))
        && "Yes".equals(status.get("Slave_SQL_Running"))
        && Integer.toString(source.directPort()).equals(status.get("Master_Port"));
  }

  @Override
  void stop(MysqlServer replica) {
    execute(replica, "STOP REPLICA");
  }

  @Override
  void setReadOnly(MysqlServer server, boolean readOnly) {
    set(server, READ_ONLY, readOnly);
  }

  @Override
  void setWaiting(MysqlServer server, boolean waiting) {
    set(server, SEMI_SYNCHRONOUS, waiting);
  }

  private static void set(MysqlServer server, String name, boolean on) {
    String value = on ? "ON" : "OFF";
    execute(server, "SET GLOBAL " + name + " = " + value);
    server.data().set(name, value);
  }

  @Override
  void forgetRole(MysqlServer server) {
    server.data().set(READ_ONLY, "ON");
    if (isSynchronous()) {
      server.data().set(SEMI_SYNCHRONOUS, "OFF");
    }
  }

  @Override
  public void renew(MysqlServer server, MysqlServer source) {
    super.renew(server, source);
    awaitReplayed(server, source);
  }

  @Override
  void mend(MysqlServer server, MysqlServer source) {
    if (!isPart(server, source)) {
      beginAnew(server);
    }
  }

  /** With another number: what a server of its own number has written, a replica leaves out. */
  private void beginAnew(MysqlServer server) {
    int number;
    try (Superuser superuser = server.superuser()) {
      number = Integer.parseInt(String.valueOf(superuser.query("SELECT @@server_id")));
    }
    server.process().end();
    server.data().set("server_id", Integer.toString(number + NEXT_LIFE));
    installation().prepare(server);
    server.start();
  }
}
