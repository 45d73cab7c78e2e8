package io.swiveljdbc.benchmarks.outage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came out, on the screen and in files.
 *
 * @param surroundings where and on what it was measured
 */
record Report(Options options, String surroundings, List<Series> all) {

  void write() throws IOException {
    Path out = Files.createDirectories(options.out().toAbsolutePath());
    Files.writeString(out.resolve("outage.json"), Json.of(all));
    Files.writeString(out.resolve("runs.csv"), Csv.of(all));
    Files.writeString(out.resolve("outage.txt"), surroundings + "\n" + text());
    Files.writeString(out.resolve("index.html"), new HtmlPage(this).text());
  }

  String text() {
    return "\nMilliseconds, p50 / p90 / p99 / max.\n\n"
        + tables().stream().map(Table::markdown).collect(Collectors.joining("\n"))
        + "\nTargets\n"
        + targets().stream().map(line -> "  " + line + "\n").collect(Collectors.joining())
        + "\nResults in "
        + options.out().toAbsolutePath();
  }

  List<Table> tables() {
    return Table.of(all);
  }

  List<String> targets() {
    return Target.verdicts(all);
  }
}
