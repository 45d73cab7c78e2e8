package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A data directory that no server was ever started on, from which every server's is copied: it
 * takes seconds to make.
 */
final class MysqlBase {
  private static final String NAME = "mysql-base";

  private MysqlBase() {}

  /** One that is kept in the cache, for each version of MySQL and of what it is made from. */
  static MysqlData kept(MysqlProgram program, Path cache, LocalMachine machine) throws IOException {
    String origin = program + MysqlSettings.firstAccounts() + MysqlSettings.forPreparation();
    String key = program.version() + "-" + Integer.toHexString(origin.hashCode());
    return kept(cache.resolve(NAME + "-" + key), machine, () -> make(program.path(), machine));
  }

  /** The same for data that is made in another way, in the cluster's directory. */
  static MysqlData kept(Path folder, LocalMachine machine, Supplier<MysqlData> making)
      throws IOException {
    KeptFolder.of(folder, copy -> copy(making.get().path(), copy));
    return data(new LocalDirectory(folder, machine.workspace().account()), machine);
  }

  /** A new one, in the cluster's directory. */
  static MysqlData make(Path program, Machine machine) {
    MysqlData data = data(machine.directory(NAME), machine);
    data.configure(MysqlSettings.forPreparation());
    data.options().write("accounts.sql", MysqlSettings.firstAccounts());
    machine.run(
        List.of(
            program.toString(),
            "--defaults-file=" + data.optionPath(),
            "--initialize-insecure",
            "--datadir=" + data.path(),
            "--init-file=" + machine.path("accounts.sql"),
            "--skip-log-bin",
            "--innodb-flush-log-at-trx-commit=0"));
    return data;
  }

  private static void copy(Path made, Path copy) throws IOException {
    ServerAccount owner = new ServerAccount(false);
    new LocalDirectory(copy, owner).copyFrom(new LocalDirectory(made, owner), Set.of());
    Workspace.delete(made);
  }

  static MysqlData data(DataDirectory directory, Machine machine) {
    return new MysqlData(directory, machine.files(), NAME + ".cnf");
  }
}
