package io.swiveljdbc.testkit;

import java.util.Objects;
import java.util.Set;

/** Makes a server a fresh copy of another that runs, as its standby. */
final class BaseBackup {
  private static final Set<String> WITHOUT =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "standby.signal",
          "pg_wal/*",
          "pg_replslot/*",
          "pg_dynshmem/*",
          "pg_stat_tmp/*");

  private BaseBackup() {}

  static void restore(PostgresServer source, PostgresServer target) {
    PostgresData data = target.data();
    DataDirectory directory = data.directory();
    // The backup lives and dies with the session that began it.
    try (Superuser superuser = source.superuser()) {
      superuser.execute("SELECT pg_backup_start('swivel-testkit', true)");
      directory.copyFrom(source.data().directory(), WITHOUT);
      String label = superuser.query("SELECT labelfile FROM pg_backup_stop(false)");
      directory.write("backup_label", Objects.requireNonNull(label, "backup label"));
    }
    directory.makeDirectory("pg_wal/archive_status");
    directory.makeDirectory("pg_wal/summaries");
    data.listenOn(target.directPort());
    data.follow(StreamingReplication.connectionInfo(source, target));
  }
}
