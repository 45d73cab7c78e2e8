package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MySQL's server program: the one that the environment variable {@code SWIVEL_MYSQLD} names, as it
 * was installed by a package or unpacked from an archive, or one that is fetched.
 *
 * @param version as in {@code 9.7.4}
 */
record MysqlProgram(Path path, String version) {
  static final String VARIABLE = "SWIVEL_MYSQLD";
  private static final Pattern VERSION = Pattern.compile("Ver (\\d+)\\.(\\d+)\\.(\\d+)");

  /** The first that can do all of this: group replication over MySQL's own protocol came last. */
  private static final int OLDEST = 8_00_27;

  /**
   * Finds it, and refuses one that cannot do what is wanted.
   *
   * @param plugins the files of those that the servers are to load
   */
  static MysqlProgram find(
      Map<String, String> environment, LocalMachine machine, List<String> plugins)
      throws IOException {
    String named = environment.get(VARIABLE);
    if (named != null) {
      return installed(named, machine, plugins);
    }
    ServerAccount account = machine.workspace().account();
    Path folder = Cache.directory(environment, account).resolve("mysql");
    new MysqlFetch(folder, environment).run(machine.path("mysql-fetch.log"));
    return check(folder.resolve("bin/mysqld"), machine);
  }

  private static MysqlProgram installed(String named, LocalMachine machine, List<String> plugins)
      throws IOException {
    try {
      MysqlProgram program = check(InstalledProgram.find(named), machine);
      InstalledMysql.check(program.path(), plugins, machine);
      return program;
    } catch (LocalClusterException e) {
      throw new LocalClusterException(
          VARIABLE
              + " is to name a mysqld of MySQL 8.0.27 or later, such as /usr/sbin/mysqld. "
              + e.getMessage()
              + "\nWithout "
              + VARIABLE
              + " MySQL is fetched, where that is possible.",
          e);
    }
  }

  /** Asks a program for its version, and refuses what is too old or something else. */
  static MysqlProgram check(Path program, Machine machine) {
    List<String> command = List.of(program.toString(), "--no-defaults", "--version");
    String said = machine.run(command);
    Matcher version = VERSION.matcher(said);
    if (said.contains("MariaDB") || !version.find() || number(version) < OLDEST) {
      throw new LocalClusterException(program + " is something else: " + said);
    }
    return new MysqlProgram(
        program, version.group(1) + "." + version.group(2) + "." + version.group(3));
  }

  private static int number(Matcher version) {
    return (Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2))) * 100
        + Integer.parseInt(version.group(3));
  }
}
