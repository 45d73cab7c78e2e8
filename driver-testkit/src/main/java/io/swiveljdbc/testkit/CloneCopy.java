package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.List;

/** Makes a MySQL server a fresh copy of another that runs, with MySQL's own clone plugin. */
final class CloneCopy {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private CloneCopy() {}

  /** Both run before, and after; the target takes no writes then and follows nobody. */
  static void restore(MysqlServer source, MysqlServer target) {
    String host = "127.0.0.1:" + source.directPort();
    List<String> statements =
        List.of(
            "STOP REPLICA",
            "SET GLOBAL clone_valid_donor_list = '" + host + "'",
            "CLONE INSTANCE FROM "
                + MysqlSettings.REPLICATION_USER
                + "@127.0.0.1:"
                + source.directPort()
                + " IDENTIFIED BY '"
                + MysqlSettings.REPLICATION_PASSWORD
                + "'");
    try (Superuser superuser = target.superuser()) {
      statements.forEach(superuser::execute);
    } catch (LocalClusterException e) {
      // A clone ends with a shutdown, and with an error, since nobody is there who would restart.
      if (!hasEnded(target)) {
        throw e;
      }
    }
    target.start();
  }

  private static boolean hasEnded(MysqlServer server) {
    try {
      Await.until(server.name() + " ends", BOUND, () -> !server.isRunning());
      return true;
    } catch (LocalClusterException runs) {
      return false;
    }
  }
}
