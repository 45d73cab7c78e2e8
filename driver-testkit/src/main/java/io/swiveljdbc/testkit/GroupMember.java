package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a MySQL server says, and is told, as a member of a replication group. */
final class GroupMember {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

  private static final String MEMBERS =
      "SELECT count(*) FROM performance_schema.replication_group_members";
  private static final String START =
      "START GROUP_REPLICATION USER = '"
          + MysqlSettings.REPLICATION_USER
          + "', PASSWORD = '"
          + MysqlSettings.REPLICATION_PASSWORD
          + "'";

  private static final Duration BOUND = Duration.ofSeconds(20);

  static final List<String> PLUGINS = List.of(MysqlSettings.CLONE, "group_replication.so");
  static final Map<String, String> SETTINGS = settings();

  private GroupMember() {}

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    MysqlSettings.load(PLUGINS, settings);
    settings.put("group_replication_group_name", "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    settings.put("group_replication_start_on_boot", "OFF");
    settings.put("group_replication_single_primary_mode", "ON");
    // With this, the server's own port serves the group too.
    settings.put("group_replication_communication_stack", "MYSQL");
    settings.put("group_replication_recovery_get_public_key", "ON");
    settings.put("group_replication_recovery_reconnect_interval", "1");
    // As quick as it gets: all that remains are the 5 s until a silent member is suspected.
    settings.put("group_replication_member_expel_timeout", "0");
    settings.put("group_replication_unreachable_majority_timeout", "1");
    // Whoever was expelled stays out, readable, until it is told to rejoin.
    settings.put("group_replication_autorejoin_tries", "0");
    settings.put("group_replication_exit_state_action", "READ_ONLY");
    settings.put("group_replication_message_cache_size", "134217728");
    return Map.copyOf(settings);
  }

  /** How the other members reach a server. */
  static String address(MysqlServer server) {
    return server.machine().host() + ":" + server.directPort();
  }

  /** Makes a server the only member, and primary, of a new group. */
  static void bootstrap(MysqlServer server) {
    try (Superuser superuser = server.superuser()) {
      prepare(superuser, server, "");
      superuser.execute("SET GLOBAL group_replication_bootstrap_group = ON");
      superuser.execute(START);
      superuser.execute("SET GLOBAL group_replication_bootstrap_group = OFF");
    }
    Await.until(server.name() + " takes writes", BOUND, () -> isPrimary(server));
  }

  /** Whether the group lets it in. */
  static boolean joins(MysqlServer server, String seeds) {
    try (Superuser superuser = server.superuser()) {
      prepare(superuser, server, seeds);
      superuser.execute(START);
      return true;
    } catch (LocalClusterException notYet) {
      LOG.info("{}", notYet.getMessage());
      return false;
    }
  }

  private static void prepare(Superuser superuser, MysqlServer server, String seeds) {
    List.of(
            "STOP GROUP_REPLICATION",
            "SET GLOBAL group_replication_ip_allowlist = '" + server.machine().neighbours() + "'",
            "SET GLOBAL group_replication_local_address = '" + address(server) + "'",
            "SET GLOBAL group_replication_group_seeds = '" + seeds + "'")
        .forEach(superuser::execute);
  }

  /** Whether it takes writes as the group's primary; a moment passes between the two. */
  static boolean isPrimary(MysqlServer server) {
    return isTrue(
        server,
        MEMBERS
            + " WHERE member_id = @@server_uuid AND member_state = 'ONLINE'"
            + " AND member_role = 'PRIMARY' AND NOT @@GLOBAL.super_read_only");
  }

  /** Asks the group to make it primary; whether it has done so. */
  static boolean becomesPrimary(MysqlServer server) {
    try (Superuser superuser = server.superuser()) {
      superuser.query("SELECT group_replication_set_as_primary(@@server_uuid)");
      return isPrimary(server);
    } catch (LocalClusterException refused) {
      LOG.info("{}", refused.getMessage());
      return false;
    }
  }

  static boolean isIn(MysqlServer server) {
    return isTrue(
        server,
        MEMBERS + " WHERE member_id = @@server_uuid AND member_state IN ('ONLINE', 'RECOVERING')");
  }

  /** Whether it has caught up and takes another for its primary. */
  static boolean sees(MysqlServer server, MysqlServer primary) {
    return isTrue(server, MEMBERS + " WHERE member_id = @@server_uuid AND member_state = 'ONLINE'")
        && isTrue(
            server,
            MEMBERS
                + " WHERE member_state = 'ONLINE' AND member_role = 'PRIMARY' AND "
                + is(primary));
  }

  /** Whether it is of the group's majority and does not reach another member. */
  static boolean misses(MysqlServer server, MysqlServer other) {
    return isIn(server)
        && isTrue(server, MEMBERS + " WHERE member_state = 'UNREACHABLE' AND " + is(other));
  }

  /** By the port that it tells clients. */
  private static String is(MysqlServer member) {
    return "member_port IN (" + member.port() + ", " + member.directPort() + ")";
  }

  private static boolean isTrue(MysqlServer server, String sql) {
    try (Superuser superuser = server.superuser()) {
      return superuser.isTrue(sql);
    }
  }
}
