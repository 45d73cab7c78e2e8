package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

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
    Path kept = cache.resolve(NAME + "-" + key);
    if (!Files.exists(kept)) {
      make(program.path(), machine);
      keep(machine.path(NAME), kept);
    }
    return data(new LocalDirectory(kept, machine.workspace().account()), machine);
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

  /** Copied beside its final place and moved there whole; of several at a time, one wins. */
  private static void keep(Path made, Path kept) throws IOException {
    Files.createDirectories(kept.getParent());
    Path copying = Files.createTempDirectory(kept.getParent(), NAME + "-copying-");
    try {
      ServerAccount owner = new ServerAccount(false);
      new LocalDirectory(copying, owner).copyFrom(new LocalDirectory(made, owner), Set.of());
      Files.move(copying, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // The move fails when another was faster.
      if (!Files.exists(kept)) {
        throw e;
      }
    } finally {
      Workspace.delete(copying);
      Workspace.delete(made);
    }
  }

  private static MysqlData data(DataDirectory directory, Machine machine) {
    return new MysqlData(directory, machine.files(), NAME + ".cnf");
  }
}
