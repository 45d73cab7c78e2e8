package io.swiveljdbc.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What PostgreSQL keeps in a server's files: its settings, and how far it came. */
record PostgresData(DataDirectory directory) {
  private static final int CHECKPOINT_OFFSET = 32;

  Path path() {
    return directory.path();
  }

  /** Sets a parameter; the last setting of a name counts. */
  void set(String name, String value) {
    set(Map.of(name, value));
  }

  void set(Map<String, String> settings) {
    String lines =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = " + quoted(setting.getValue()) + "\n")
            .collect(Collectors.joining());
    directory.append("postgresql.auto.conf", lines);
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  void listenOn(int port) {
    set("port", Integer.toString(port));
  }

  /** Makes the server a standby from its next start on. */
  void follow(String primary) {
    set("primary_conninfo", primary);
    directory.write("standby.signal", "");
  }

  /**
   * Where the last checkpoint begins in the log: after a clean shutdown, the last record. Read from
   * the control file, because the binaries come without pg_controldata; its first fields have kept
   * their places since PostgreSQL 8.
   */
  long lastCheckpoint() {
    byte[] control = directory.read("global/pg_control");
    return ByteBuffer.wrap(control).order(ByteOrder.nativeOrder()).getLong(CHECKPOINT_OFFSET);
  }
}
