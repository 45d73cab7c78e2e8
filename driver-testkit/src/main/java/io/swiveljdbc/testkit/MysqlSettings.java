package io.swiveljdbc.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** MySQL's configuration: small, quick, and safe against the death of a process. */
final class MysqlSettings {
  static final String REPLICATION_USER = "repl";
  static final String REPLICATION_PASSWORD = "repl";

  static final String CLONE = "mysql_clone.so";

  /** What every server loads. */
  static final List<String> PLUGINS = List.of(CLONE);

  private MysqlSettings() {}

  /** What also holds while a data directory is made. */
  static Map<String, String> forPreparation() {
    Map<String, String> settings = new LinkedHashMap<>();
    // Known since 8.0.30.
    settings.put("loose_innodb_redo_log_capacity", "32M");
    settings.put("innodb_doublewrite", "OFF");
    settings.put("innodb_buffer_pool_size", "16M");
    settings.put("innodb_log_buffer_size", "1M");
    // The kernel has few places for it, and all containers of a machine share them.
    settings.put("innodb_use_native_aio", "OFF");
    // Half of the memory; the tables about replication are there without it.
    settings.put("performance_schema", "OFF");
    settings.put("secure_file_priv", "NULL");
    return settings;
  }

  static Map<String, String> forServers() {
    Map<String, String> settings = forPreparation();
    settings.put("skip_name_resolve", "ON");
    settings.put("mysqlx", "OFF");
    // Relative to the data directory: a socket's path must be short.
    settings.put("socket", "mysqld.sock");
    settings.put("pid_file", "mysqld.pid");
    // Its thread would make a server that has replicas wait for eight seconds when it shuts down.
    settings.put("event_scheduler", "OFF");
    settings.put("log_bin", "binlog");
    settings.put("relay_log", "relay");
    settings.put("gtid_mode", "ON");
    settings.put("enforce_gtid_consistency", "ON");
    settings.put("replica_net_timeout", "5");
    // A server takes writes only when it was told to, with SET PERSIST.
    settings.put("read_only", "ON");
    settings.put("super_read_only", "ON");
    // What was handed to the kernel survives a killed process; only the machine must not fail.
    settings.put("innodb_flush_log_at_trx_commit", "2");
    settings.put("sync_binlog", "0");
    load(PLUGINS, settings);
    return settings;
  }

  /** Has a server load plugins, and no others. */
  static void load(List<String> plugins, Map<String, String> settings) {
    settings.put("plugin_load_add", String.join(";", plugins));
  }

  /** Whom each data directory knows from the start; one statement a line. */
  static String firstAccounts() {
    return firstAccounts(
        "REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM");
  }

  /** The same with other rights for who replicates. */
  static String firstAccounts(String rights) {
    String replication = account(REPLICATION_USER);
    return String.join(
        "\n",
        "CREATE USER " + account(MysqlSession.SUPERUSER) + ";",
        "GRANT ALL ON *.* TO " + account(MysqlSession.SUPERUSER) + " WITH GRANT OPTION;",
        "CREATE USER " + replication + " IDENTIFIED BY " + literal(REPLICATION_PASSWORD) + ";",
        "GRANT " + rights + " ON *.* TO " + replication + ";",
        "");
  }

  /** The statements that create the ordinary user and the database of a plan. */
  static List<String> accounts(ClusterPlan plan) {
    List<String> statements = new ArrayList<>();
    String database = "`" + plan.database().replace("`", "``") + "`";
    statements.add("CREATE DATABASE IF NOT EXISTS " + database);
    String password = plan.password();
    if (password != null) {
      String user = account(plan.user());
      statements.add("CREATE USER " + user + " IDENTIFIED BY " + literal(password));
      statements.add("GRANT ALL ON " + database + ".* TO " + user);
    }
    return statements;
  }

  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** From any host: by the loopback address and, with skip_name_resolve, never as localhost. */
  private static String account(String name) {
    return literal(name) + "@'%'";
  }
}
