package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A MySQL that somebody has installed, of which more can be missing than of one that is fetched.
 * What is missing shows only late in a server, which starts without a plugin that it does not find.
 */
final class InstalledMysql {
  /** MySQL's other programs say the same version; where plugins are, only the server knows. */
  private static final String COMPLAINTS =
      """
      program=$0 data=$1; shift
      help=$("$program" --no-defaults --datadir="$data" --verbose --help 2>&1)
      case $help in
        *"Starts the MySQL database server"*) ;;
        *) echo "$program is not MySQL's server: $(echo "$help" | head -n 1)"; exit ;;
      esac
      folder=$(echo "$help" | sed -n 's/^plugin-dir  *//p')
      for plugin; do
        [ -r "${folder%/}/$plugin" ] || echo "It has no $plugin in $folder, or none that uid $(id -u) can read."
      done
      """;

  private InstalledMysql() {}

  /** Refuses a program that is not the server, or that lacks a plugin. */
  static void check(Path program, List<String> plugins, Machine machine) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", COMPLAINTS, program.toString()));
    command.add(machine.files().path().toString());
    command.addAll(plugins);
    String complaints = machine.run(command);
    if (!complaints.isEmpty()) {
      throw new LocalClusterException(complaints);
    }
  }
}
