package io.swiveljdbc.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL's configuration: small, quick, and safe against the death of a process. */
final class PostgresSettings {
  private PostgresSettings() {}

  static Map<String, String> of(ClusterPlan plan) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("unix_socket_directories", "");
    // What was handed to the kernel survives a killed process; only the machine must not fail.
    settings.put("fsync", "off");
    settings.put("shared_buffers", "16MB");
    settings.put("jit", "off");
    // Segments in files go away with the directory; POSIX ones would outlive a killed server.
    settings.put("dynamic_shared_memory_type", "mmap");
    settings.put("max_wal_senders", "10");
    // Lets a standby that was away, or is just being copied, catch up without a slot.
    settings.put("wal_keep_size", "64MB");
    settings.put("max_wal_size", "128MB");
    settings.put("wal_retrieve_retry_interval", "100ms");
    settings.put("wal_receiver_status_interval", "1s");
    settings.put("wal_receiver_timeout", "5s");
    settings.put("wal_sender_timeout", "5s");
    if (plan.synchronous() && plan.readers() > 0) {
      settings.put("synchronous_standby_names", "ANY 1 (*)");
    }
    settings.putAll(plan.settings());
    return settings;
  }

  /** The testkit itself, and replication, come as the superuser. */
  static String hostAccess(ClusterPlan plan, String neighbours) {
    String others = plan.hasOrdinaryUser() ? "scram-sha-256" : "trust";
    return """
        host all         postgres %1$s trust
        host replication postgres %1$s trust
        host all         all      %1$s %2$s
        """
        .formatted(neighbours, others);
  }

  /** The statements that create the ordinary user and the database of a plan. */
  static List<String> accounts(ClusterPlan plan) {
    List<String> statements = new ArrayList<>();
    String user = identifier(plan.user());
    String password = plan.password();
    if (password != null) {
      String literal = "'" + password.replace("'", "''") + "'";
      statements.add("CREATE ROLE " + user + " LOGIN PASSWORD " + literal);
    }
    if (!plan.database().equals("postgres")) {
      statements.add("CREATE DATABASE " + identifier(plan.database()) + " OWNER " + user);
    } else if (password != null) {
      statements.add("GRANT ALL ON SCHEMA public TO " + user);
    }
    return statements;
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
