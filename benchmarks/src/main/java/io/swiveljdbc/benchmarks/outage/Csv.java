package io.swiveljdbc.benchmarks.outage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every run by itself, so that the percentiles can be doubted. */
final class Csv {
  private Csv() {}

  static String of(List<Series> all) {
    String head =
        Arrays.stream(Figure.values())
            .map(Figure::key)
            .collect(Collectors.joining(",", "client,fault,run,back,", ",lost,doubled,errors\n"));
    return all.stream().map(Csv::lines).collect(Collectors.joining("", head, ""));
  }

  private static String lines(Series series) {
    return IntStream.range(0, series.runs().size())
        .mapToObj(i -> line(series, i))
        .collect(Collectors.joining());
  }

  private static String line(Series series, int index) {
    Measurement run = series.runs().get(index);
    String figures =
        Arrays.stream(Figure.values())
            .map(run.millis()::get)
            .map(value -> value == null ? "" : String.format(Locale.ROOT, "%.2f", value))
            .collect(Collectors.joining(","));
    String errors =
        run.errors().entrySet().stream()
            .map(error -> error.getKey() + " " + error.getValue())
            .sorted()
            .collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%s,%s,%d,%d,%s\n",
        series.client().word(),
        series.fault().word(),
        index + 1,
        run.back(),
        figures,
        run.audit().lost(),
        run.audit().doubled(),
        errors);
  }
}
