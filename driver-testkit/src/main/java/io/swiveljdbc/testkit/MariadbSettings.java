package io.swiveljdbc.testkit;

import java.util.LinkedHashMap;
import java.util.Map;

/** MariaDB's configuration, see {@link MysqlSettings}. */
final class MariadbSettings {
  private MariadbSettings() {}

  /** What also holds while a data directory is made. */
  static Map<String, String> forPreparation() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("innodb_log_file_size", "16M");
    settings.put("innodb_doublewrite", "OFF");
    settings.put("innodb_buffer_pool_size", "16M");
    settings.put("innodb_log_buffer_size", "2M");
    // The kernel has few places for it, and all containers of a machine share them.
    settings.put("innodb_use_native_aio", "OFF");
    settings.put("aria_pagecache_buffer_size", "1M");
    return settings;
  }

  static Map<String, String> forServers(MariadbProgram program, boolean tls) {
    Map<String, String> settings = forPreparation();
    settings.put("basedir", program.home().toString());
    settings.put("skip_name_resolve", "ON");
    settings.put("socket", "mysqld.sock");
    settings.put("pid_file", "mysqld.pid");
    settings.put("log_bin", "binlog");
    settings.put("relay_log", "relay");
    settings.put("binlog_format", "ROW");
    // Who replaces a source sends its whole history on.
    settings.put("log_slave_updates", "ON");
    settings.put("gtid_strict_mode", "ON");
    settings.put("slave_net_timeout", "5");
    settings.put("read_only", "ON");
    settings.put("innodb_flush_log_at_trx_commit", "2");
    settings.put("sync_binlog", "0");
    if (!tls) {
      // It would make a key of its own first, for seconds.
      settings.put("ssl", "OFF");
    }
    return settings;
  }

  /** Whom each data directory knows from the start; it is made without knowing anybody. */
  static String firstAccounts() {
    return "FLUSH PRIVILEGES;\n" + MysqlSettings.firstAccounts("REPLICATION SLAVE");
  }
}
