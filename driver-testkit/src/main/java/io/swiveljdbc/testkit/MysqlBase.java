package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A data directory that no server was ever started on, from which every server's is copied. It
 * takes seconds to make, so it is kept in the cache, one for each version of MySQL and of what it
 * is made from.
 */
final class MysqlBase {
  private static final String NAME = "mysql-base";

  private MysqlBase() {}

  static MysqlData prepared(MysqlProgram program, Path cache, Workspace workspace)
      throws IOException {
    String accounts = MysqlSettings.firstAccounts();
    Map<String, String> settings = MysqlSettings.forPreparation();
    String origin = program + accounts + settings;
    String key = program.version() + "-" + Integer.toHexString(origin.hashCode());
    Path kept = cache.resolve(NAME + "-" + key);
    if (!Files.exists(kept)) {
      make(program, accounts, settings, workspace);
      keep(workspace.resolve(NAME), kept);
    }
    return data(kept, workspace);
  }

  private static void make(
      MysqlProgram program, String accounts, Map<String, String> settings, Workspace workspace) {
    MysqlData data = data(workspace.resolve(NAME), workspace);
    data.configure(settings);
    data.options().write("accounts.sql", accounts);
    List<String> command =
        List.of(
            program.path().toString(),
            "--defaults-file=" + data.optionPath(),
            "--initialize-insecure",
            "--datadir=" + data.path(),
            "--init-file=" + workspace.resolve("accounts.sql"),
            "--skip-log-bin",
            "--innodb-flush-log-at-trx-commit=0");
    Command.run(
        workspace.account().command(command),
        workspace.directory(),
        workspace.resolve(NAME + ".log"));
  }

  /** Copied beside its final place and moved there whole; of several at a time, one wins. */
  private static void keep(Path made, Path kept) throws IOException {
    Files.createDirectories(kept.getParent());
    Path copying = Files.createTempDirectory(kept.getParent(), NAME + "-copying-");
    try {
      ServerAccount owner = new ServerAccount(false);
      new DataDirectory(copying, owner).copyFrom(new DataDirectory(made, owner), file -> true);
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

  private static MysqlData data(Path directory, Workspace workspace) {
    return new MysqlData(
        new DataDirectory(directory, workspace.account()),
        new DataDirectory(workspace.directory(), workspace.account()),
        NAME + ".cnf");
  }
}
