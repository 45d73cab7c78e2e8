package io.swiveljdbc.benchmarks.outage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The figures of one fault: a line for each figure, a column for each client.
 *
 * @param rows the first of which is the head
 */
record Table(Fault fault, List<List<String>> rows) {

  /** One table for each fault that was measured. */
  static List<Table> of(List<Series> all) {
    return Arrays.stream(Fault.values())
        .map(fault -> of(fault, all.stream().filter(each -> each.fault() == fault).toList()))
        .filter(table -> table.rows().get(0).size() > 1)
        .toList();
  }

  private static Table of(Fault fault, List<Series> clients) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(fault.word(), clients, series -> series.client().word()));
    rows.add(row("runs", clients, Table::runs));
    for (Figure figure : Figure.values()) {
      rows.add(row(figure.title(), clients, series -> percentiles(series, figure)));
    }
    rows.add(row("errors", clients, series -> errors(series.errors())));
    rows.add(row("acknowledged / lost / doubled", clients, Table::audit));
    return new Table(fault, List.copyOf(rows));
  }

  private static List<String> row(
      String head, List<Series> clients, Function<Series, String> cell) {
    List<String> row = new ArrayList<>(List.of(head));
    clients.stream().map(cell).forEach(row::add);
    return row;
  }

  private static String runs(Series series) {
    String runs = Integer.toString(series.runs().size());
    return series.notBack() == 0 ? runs : runs + ", " + series.notBack() + " not back";
  }

  private static String percentiles(Series series, Figure figure) {
    return series
        .percentiles(figure)
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
            .sorted(Map.Entry.comparingByKey())
            .map(error -> error.getKey() + " × " + error.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String audit(Series series) {
    Audit audit = series.audit();
    return audit.acknowledged() + " / " + audit.lost() + " / " + audit.doubled();
  }

  /** In Markdown, in columns that stand one above the other. */
  String markdown() {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
    lines.add(
        1,
        widths.stream()
            .map(width -> "-".repeat(width + 2))
            .collect(Collectors.joining("|", "|", "|")));
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
