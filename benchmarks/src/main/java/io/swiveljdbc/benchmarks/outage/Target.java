package io.swiveljdbc.benchmarks.outage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What Swivel has set itself as a goal, on a quiet machine.
 *
 * @param percentile its name
 * @param of the percentile
 * @param most milliseconds
 */
record Target(
    Client client,
    Fault fault,
    Figure figure,
    String percentile,
    ToDoubleFunction<Percentiles> of,
    double most) {

  private static final List<Target> ALL =
      Stream.of(
              excess(Fault.CRASH, Figure.EXCESS_FIRST, 20, 100),
              excess(Fault.CRASH, Figure.EXCESS_ALL, 50, 150),
              excess(Fault.SWITCHOVER, Figure.EXCESS_FIRST, 20, 100),
              excess(Fault.SWITCHOVER, Figure.EXCESS_ALL, 50, 150),
              excess(Fault.FREEZE, Figure.EXCESS_ALL, 100, 300),
              excess(Fault.CUT, Figure.EXCESS_ALL, 100, 300),
              Stream.of(
                  p50(Client.SWIVEL, Fault.THAW, Figure.RELEASED, 1600),
                  p50(Client.SWIVEL_200MS, Fault.THAW, Figure.RELEASED, 300),
                  new Target(
                      Client.SWIVEL,
                      Fault.READER_CRASH,
                      Figure.OVER_NORMAL,
                      "max",
                      Percentiles::max,
                      100)))
          .flatMap(targets -> targets)
          .toList();

  private static Stream<Target> excess(Fault fault, Figure figure, double p50, double p99) {
    return Stream.of(
        p50(Client.SWIVEL, fault, figure, p50),
        new Target(Client.SWIVEL, fault, figure, "p99", Percentiles::p99, p99));
  }

  private static Target p50(Client client, Fault fault, Figure figure, double most) {
    return new Target(client, fault, figure, "p50", Percentiles::p50, most);
  }

  /** One line for each target whose series has been measured. */
  static List<String> verdicts(List<Series> all) {
    return Stream.concat(
            ALL.stream().map(target -> target.verdict(all)), Stream.of(readersErrors(all)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** No error reaches a read-only caller in auto-commit. */
  private static Optional<String> readersErrors(List<Series> all) {
    return all.stream()
        .filter(each -> each.client() == Client.SWIVEL && each.fault() == Fault.READER_CRASH)
        .findFirst()
        .map(
            series ->
                String.format(
                    Locale.ROOT,
                    "%-6s  swivel, reader-crash: errors: %s, at most none",
                    series.errors().isEmpty() ? "met" : "MISSED",
                    Table.errors(series.errors())));
  }

  private Optional<String> verdict(List<Series> all) {
    return all.stream()
        .filter(series -> series.client() == client && series.fault() == fault)
        .findFirst()
        .flatMap(series -> series.percentiles(figure))
        .map(of::applyAsDouble)
        .map(this::verdict);
  }

  private String verdict(double measured) {
    return String.format(
        Locale.ROOT,
        "%-6s  %s, %s: %s, %s: %.1f ms, at most %.0f",
        measured <= most ? "met" : "MISSED",
        client.word(),
        fault.word(),
        figure.title(),
        percentile,
        measured,
        most);
  }
}
