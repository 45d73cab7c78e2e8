package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a server stands in the history of a MariaDB cluster, all of which has one domain: the
 * number of its last transaction.
 *
 * @param gtid as in {@code 0-2-17}, empty at the beginning
 */
record MariadbPosition(String gtid) {
  private static final Duration BOUND = Duration.ofSeconds(15);

  static MariadbPosition executed(MysqlServer server) {
    return new MariadbPosition(ask(server, "SELECT @@GLOBAL.gtid_binlog_pos"));
  }

  /** Executed, or waiting for that in the relay log. */
  static MariadbPosition received(MysqlServer replica) {
    MariadbPosition received = new MariadbPosition(status(replica).getOrDefault("Gtid_IO_Pos", ""));
    MariadbPosition executed = executed(replica);
    return received.isBeyond(executed) ? received : executed;
  }

  /** How its replication goes; empty where it has none. */
  static Map<String, String> status(MysqlServer replica) {
    try (Superuser superuser = replica.superuser()) {
      return superuser.row("SHOW REPLICA STATUS");
    }
  }

  boolean isBeyond(MariadbPosition other) {
    return number(gtid) > number(other.gtid);
  }

  void awaitOn(MysqlServer server) {
    if (!isBeyond(executed(server))) {
      return;
    }
    String wait = "SELECT master_gtid_wait('" + gtid + "', " + BOUND.toSeconds() + ") = 0";
    try (Superuser superuser = server.superuser()) {
      if (!superuser.isTrue(wait)) {
        throw new LocalClusterException(
            "not within " + BOUND.toMillis() + " ms: " + server.name() + " has replayed " + gtid);
      }
    }
  }

  /** Whether a server has executed nothing that another has not. */
  static boolean isPart(MysqlServer server, MysqlServer of) {
    // In this order: meanwhile the other goes on, and the server after it.
    Map<String, Long> part = last(server);
    Map<String, Long> whole = last(of);
    return part.entrySet().stream()
        .allMatch(last -> whole.getOrDefault(last.getKey(), 0L) >= last.getValue());
  }

  /** The last transaction of each server that the binary log knows. */
  private static Map<String, Long> last(MysqlServer server) {
    Map<String, Long> last = new HashMap<>();
    for (String each : ask(server, "SELECT @@GLOBAL.gtid_binlog_state").split(",", -1)) {
      if (!each.isEmpty()) {
        last.put(each.substring(0, each.lastIndexOf('-')), number(each));
      }
    }
    return last;
  }

  private static long number(String gtid) {
    return gtid.isEmpty() ? 0 : Long.parseLong(gtid.substring(gtid.lastIndexOf('-') + 1));
  }

  private static String ask(MysqlServer server, String sql) {
    try (Superuser superuser = server.superuser()) {
      return Objects.requireNonNullElse(superuser.query(sql), "");
    }
  }
}
