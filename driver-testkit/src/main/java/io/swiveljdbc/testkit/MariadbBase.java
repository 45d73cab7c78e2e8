package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The same for MariaDB as {@link MysqlBase}. */
final class MariadbBase {
  private static final String NAME = "mariadb-base";

  private MariadbBase() {}

  static MysqlData kept(MariadbProgram program, Path cache, LocalMachine machine)
      throws IOException {
    String origin = program + MariadbSettings.firstAccounts() + MariadbSettings.forPreparation();
    String key = program.version() + "-" + Integer.toHexString(origin.hashCode());
    return MysqlBase.kept(cache.resolve(NAME + "-" + key), machine, () -> make(program, machine));
  }

  private static MysqlData make(MariadbProgram program, Machine machine) {
    MysqlData data = MysqlBase.data(machine.directory(NAME), machine);
    data.configure(MariadbSettings.forPreparation());
    data.options().write("accounts.sql", MariadbSettings.firstAccounts());
    machine.run(
        List.of(
            program.installer().toString(),
            "--defaults-file=" + data.optionPath(),
            "--basedir=" + program.home(),
            "--datadir=" + data.path(),
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            "--extra-file=" + machine.path("accounts.sql")));
    return data;
  }
}
