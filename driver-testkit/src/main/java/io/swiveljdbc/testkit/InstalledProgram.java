package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that somebody has installed and named. */
final class InstalledProgram {
  private InstalledProgram() {}

  /**
   * Where it really is: what belongs to it stands beside the program, and not beside a link to it.
   *
   * @throws LocalClusterException if there is no program
   */
  static Path find(String named) throws IOException {
    Path program = Path.of(named).toAbsolutePath();
    if (!Files.exists(program)) {
      throw new LocalClusterException(program + " does not exist");
    }
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw new LocalClusterException(program + " is no program");
    }
    return program.toRealPath();
  }
}
