package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.Objects;

/** Makes a server a fresh copy of another that runs, as its standby. */
final class BaseBackup {
  private BaseBackup() {}

  static void restore(PostgresServer source, PostgresServer target) {
    PostgresData data = target.data();
    DataDirectory directory = data.directory();
    // The backup lives and dies with the session that began it.
    try (Superuser superuser = source.superuser()) {
      superuser.execute("SELECT pg_backup_start('swivel-testkit', true)");
      directory.copyFrom(source.data().directory(), BaseBackup::belongs);
      String label = superuser.query("SELECT labelfile FROM pg_backup_stop(false)");
      directory.write("backup_label", Objects.requireNonNull(label, "backup label"));
    }
    directory.makeDirectory("pg_wal/archive_status");
    directory.makeDirectory("pg_wal/summaries");
    data.set("port", Integer.toString(target.directPort()));
    data.follow(StreamingReplication.connectionInfo(source, target));
  }

  private static boolean belongs(Path relative) {
    String top = relative.getName(0).toString();
    if (relative.getNameCount() == 1) {
      return !top.startsWith("postmaster.") && !top.equals("standby.signal");
    }
    return !top.equals("pg_wal")
        && !top.equals("pg_replslot")
        && !top.equals("pg_dynshmem")
        && !top.equals("pg_stat_tmp");
  }
}
