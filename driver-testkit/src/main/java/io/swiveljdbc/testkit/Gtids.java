package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.Objects;

/** What a MySQL server has of the cluster's history, as sets of transaction ids. */
final class Gtids {
  private static final Duration BOUND = Duration.ofSeconds(15);

  private Gtids() {}

  static String executed(MysqlServer server) {
    return ask(server, "SELECT @@GLOBAL.gtid_executed");
  }

  /** Executed, or waiting for that in the relay log. */
  static String received(MysqlServer replica) {
    return ask(
        replica,
        "SELECT concat_ws(',', nullif(@@GLOBAL.gtid_executed, ''),"
            + " (SELECT nullif(received_transaction_set, '')"
            + " FROM performance_schema.replication_connection_status WHERE channel_name = ''))");
  }

  /** Whether a set is contained in another; the server only counts. */
  static boolean contains(MysqlServer server, String whole, String part) {
    String whether = "SELECT gtid_subset(" + quoted(part) + ", " + quoted(whole) + ")";
    try (Superuser superuser = server.superuser()) {
      return superuser.isTrue(whether);
    }
  }

  /** Whether a server has executed nothing that another has not. */
  static boolean isPart(MysqlServer server, MysqlServer of) {
    String executed = executed(server);
    return contains(of, executed(of), executed);
  }

  /** Whether a server lacks what another has, but can no longer send. */
  static boolean isTooOld(MysqlServer server, MysqlServer source) {
    return !contains(server, executed(server), ask(source, "SELECT @@GLOBAL.gtid_purged"));
  }

  static void awaitExecuted(MysqlServer server, String gtids) {
    String wait =
        "SELECT wait_for_executed_gtid_set(" + quoted(gtids) + ", " + BOUND.toSeconds() + ") = 0";
    try (Superuser superuser = server.superuser()) {
      if (!superuser.isTrue(wait)) {
        throw new LocalClusterException(
            "not within " + BOUND.toMillis() + " ms: " + server.name() + " has replayed " + gtids);
      }
    }
  }

  private static String ask(MysqlServer server, String sql) {
    try (Superuser superuser = server.superuser()) {
      return Objects.requireNonNullElse(superuser.query(sql), "");
    }
  }

  private static String quoted(String gtids) {
    return MysqlSettings.literal(gtids);
  }
}
