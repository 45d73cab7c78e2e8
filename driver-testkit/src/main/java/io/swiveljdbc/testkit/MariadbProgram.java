package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MariaDB's server program: the one that the environment variable {@code SWIVEL_MARIADBD} names, or
 * that of an artifact on the class path.
 *
 * @param home the folder that has it in {@code bin} or {@code sbin}
 * @param version as in {@code 11.4.5}
 */
record MariadbProgram(Path path, Path home, String version) {
  static final String VARIABLE = "SWIVEL_MARIADBD";
  private static final Pattern VERSION = Pattern.compile("Ver (\\d+)\\.(\\d+)\\.(\\d+)-MariaDB");
  private static final int OLDEST = 10_06;

  static MariadbProgram find(Map<String, String> environment, LocalMachine machine)
      throws IOException {
    String named = environment.get(VARIABLE);
    if (named == null) {
      Path cache = Cache.directory(environment, machine.workspace().account());
      return check(MariadbBinaries.unpacked(cache).resolve("bin/mariadbd"), machine);
    }
    try {
      return check(InstalledProgram.find(named), machine);
    } catch (LocalClusterException e) {
      throw new LocalClusterException(
          VARIABLE
              + " is to name a mariadbd of MariaDB 10.6 or later, such as /usr/sbin/mariadbd. "
              + e.getMessage(),
          e);
    }
  }

  private static MariadbProgram check(Path program, Machine machine) {
    String said = machine.run(List.of(program.toString(), "--no-defaults", "--version"));
    Matcher version = VERSION.matcher(said);
    if (!version.find() || number(version) < OLDEST) {
      throw new LocalClusterException(program + " is something else: " + said);
    }
    return new MariadbProgram(
        program,
        Objects.requireNonNull(program.resolve("../..").normalize()),
        version.group(1) + "." + version.group(2) + "." + version.group(3));
  }

  private static int number(Matcher version) {
    return Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2));
  }

  /** What makes a data directory. */
  Path installer() {
    Optional<Path> found =
        Stream.of("scripts", "bin")
            .map(folder -> home.resolve(folder).resolve("mariadb-install-db"))
            .filter(Files::exists)
            .findFirst();
    return found.orElseThrow(
        () -> new LocalClusterException("there is no mariadb-install-db beside " + path));
  }
}
