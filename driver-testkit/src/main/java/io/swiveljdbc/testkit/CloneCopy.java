package io.swiveljdbc.testkit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Makes a MySQL server a fresh copy of another that runs, with MySQL's own clone plugin. */
final class CloneCopy {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int NOBODY_TO_RESTART = 3707;

  private CloneCopy() {}

  /** Both run before, and after; the target takes no writes then and follows nobody. */
  static void restore(MysqlServer source, MysqlServer target) {
    // It has to be writable to be cloned into: nobody may meet it meanwhile.
    target.relay().serverIsUp(false);
    target.relay().reset();
    try (Superuser superuser = target.superuser()) {
      statements(source).forEach(superuser::execute);
    } catch (LocalClusterException e) {
      if (!isTheEndOfAClone(e)) {
        throw e;
      }
    }
    Await.until(target.name() + " ends, cloned", BOUND, () -> !target.isRunning());
    target.start();
  }

  private static List<String> statements(MysqlServer source) {
    String host = source.machine().host();
    String port = ":" + source.directPort();
    return List.of(
        "STOP REPLICA",
        "SET GLOBAL super_read_only = OFF",
        "SET GLOBAL clone_valid_donor_list = '" + host + port + "'",
        "CLONE INSTANCE FROM "
            + MysqlSettings.REPLICATION_USER
            + "@'"
            + host
            + "'"
            + port
            + " IDENTIFIED BY '"
            + MysqlSettings.REPLICATION_PASSWORD
            + "'");
  }

  /** It ends with an error and a shutdown, unless something is there that restarts the server. */
  private static boolean isTheEndOfAClone(LocalClusterException e) {
    return e.getCause() instanceof SQLException cause
        && (cause.getErrorCode() == NOBODY_TO_RESTART
            || String.valueOf(cause.getSQLState()).startsWith("08"));
  }
}
