package io.swiveljdbc.benchmarks.outage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The figures for a reader, as a table in Markdown: one line for each fault and client. */
final class Table {
  private static final List<Figure> COLUMNS =
      List.of(
          Figure.OUTAGE,
          Figure.EXCESS_FIRST,
          Figure.EXCESS_ALL,
          Figure.DETECTION,
          Figure.RELEASED,
          Figure.LONGEST_CALL);

  private Table() {}

  static String of(List<Series> all) {
    String head =
        "| fault | client | runs | "
            + COLUMNS.stream().map(Figure::title).collect(Collectors.joining(" | "))
            + " | errors | acknowledged / lost / doubled |\n|---|---|--:|"
            + "--:|".repeat(COLUMNS.size())
            + "---|--:|\n";
    return all.stream().map(Table::line).collect(Collectors.joining("", head, ""));
  }

  private static String line(Series series) {
    String figures =
        COLUMNS.stream().map(figure -> cell(series, figure)).collect(Collectors.joining(" | "));
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s |\n",
        series.fault().word(),
        series.client().word(),
        runs(series),
        figures,
        errors(series.errors()),
        audit(series));
  }

  static String runs(Series series) {
    String runs = Integer.toString(series.runs().size());
    return series.notBack() == 0 ? runs : runs + ", " + series.notBack() + " not back";
  }

  /** p50 / p90 / p99 / max. */
  static String cell(Series series, Figure figure) {
    Optional<Percentiles> percentiles = series.percentiles(figure);
    return percentiles
        .map(
            known ->
                DoubleStream.of(known.all())
                    .mapToObj(Table::millis)
                    .collect(Collectors.joining(" / ")))
        .orElse("none");
  }

  /** With one digit behind the point where that says something. */
  static String millis(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }

  static String errors(Map<String, Long> errors) {
    return errors.isEmpty()
        ? "none"
        : errors.entrySet().stream()
            .map(error -> error.getKey() + " × " + error.getValue())
            .collect(Collectors.joining(", "));
  }

  static String audit(Series series) {
    Audit audit = series.audit();
    return audit.acknowledged() + " / " + audit.lost() + " / " + audit.doubled();
  }
}
