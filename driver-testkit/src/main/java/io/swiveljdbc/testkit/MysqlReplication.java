package io.swiveljdbc.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MySQL's own {@link SourceReplication}. Whether a server takes writes is kept with SET PERSIST, so
 * that it starts as what it was; one that cannot follow becomes a clone of its source.
 */
final class MysqlReplication extends SourceReplication<String> {
  /** What its servers load, when they are semi-synchronous. */
  static final List<String> PLUGINS =
      List.of(MysqlSettings.CLONE, "semisync_source.so", "semisync_replica.so");

  private static final String HAS_HALF_A_TRANSACTION =
      "SELECT count(*) FROM performance_schema.replication_connection_status"
          + " WHERE channel_name = '' AND queueing_transaction <> ''";

  /** Of the server's own threads, with no receiver among them, the one that started the others. */
  private static final String COORDINATOR =
      "SELECT min(id) FROM information_schema.processlist WHERE user = 'system user'";

  MysqlReplication(MysqlInstallation installation) {
    super(installation);
  }

  @Override
  Map<String, String> semiSynchronous() {
    Map<String, String> settings = new HashMap<>();
    MysqlSettings.load(PLUGINS, settings);
    settings.put("loose_rpl_semi_sync_replica_enabled", "ON");
    // Rather wait for ever than acknowledge what only the source has.
    settings.put("loose_rpl_semi_sync_source_timeout", "3600000");
    return settings;
  }

  @Override
  String received(MysqlServer replica) {
    return Gtids.received(replica);
  }

  @Override
  String executed(MysqlServer server) {
    return Gtids.executed(server);
  }

  @Override
  boolean isBeyond(String gtids, String others, MysqlServer replica) {
    // All come from one source and in its order, so of any two sets one contains the other.
    return !Gtids.contains(replica, others, gtids);
  }

  @Override
  void awaitExecuted(MysqlServer replica, String gtids) {
    Gtids.awaitExecuted(replica, gtids);
  }

  @Override
  boolean isPart(MysqlServer server, MysqlServer of) {
    return Gtids.isPart(server, of);
  }

  @Override
  String turnTo(MysqlServer source) {
    return "CHANGE REPLICATION SOURCE TO "
        + address("SOURCE", source)
        + ", SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_RETRY_COUNT = 100000";
  }

  @Override
  boolean follows(MysqlServer replica, MysqlServer source) {
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

  /**
   * An applier that has half a transaction waits a minute for the rest when it is told to stop
   * (SLAVE_WAIT_GROUP_DONE in MySQL's rpl_replica.cc). Killed, it drops that half at once.
   */
  @Override
  void stop(MysqlServer replica) {
    stopReceiving(replica);
    try (Superuser superuser = replica.superuser()) {
      String coordinator = superuser.query(COORDINATOR);
      if (coordinator != null && superuser.isTrue(HAS_HALF_A_TRANSACTION)) {
        superuser.execute("KILL " + coordinator);
        Await.until(
            "the applier of " + replica.name() + " is gone",
            BOUND,
            () -> superuser.query(COORDINATOR) == null);
      }
      superuser.execute("STOP REPLICA");
    }
  }

  @Override
  void setReadOnly(MysqlServer server, boolean readOnly) {
    if (readOnly) {
      execute(server, "SET PERSIST read_only = ON", "SET PERSIST super_read_only = ON");
    } else {
      execute(server, "SET PERSIST super_read_only = OFF", "SET PERSIST read_only = OFF");
    }
  }

  @Override
  void setWaiting(MysqlServer server, boolean waiting) {
    execute(server, "SET PERSIST rpl_semi_sync_source_enabled = " + (waiting ? "ON" : "OFF"));
  }

  @Override
  void forgetRole(MysqlServer server) {
    server.data().forgetRole();
  }

  @Override
  void mend(MysqlServer server, MysqlServer source) {
    if (!isPart(server, source) || Gtids.isTooOld(server, source)) {
      CloneCopy.restore(source, server);
    }
  }
}
