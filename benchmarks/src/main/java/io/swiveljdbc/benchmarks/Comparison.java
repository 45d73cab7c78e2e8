package io.swiveljdbc.benchmarks;

import static java.util.stream.Collectors.groupingBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * Both sides of each benchmark in one line.
 *
 * <p>The sides take the iterations of a round by turns. Of each side's many short ones the lower
 * quartile counts: on a machine that does other work too, most are interrupted, and what is wanted
 * is the cost of those that are not. Of the rounds the median is shown, of their differences also
 * the smallest and the largest.
 *
 * @param rounds the results of each round
 */
record Comparison(List<List<RunResult>> rounds) {

  private static final String HEAD =
      """
      | benchmark | target ns | Swivel ns | over, ns (least to most) | target B | Swivel B | over, B |
      |---|--:|--:|--:|--:|--:|--:|
      """;

  String table() {
    Map<String, List<RunResult>> lines =
        rounds.stream()
            .flatMap(List::stream)
            .collect(groupingBy(Comparison::name, LinkedHashMap::new, Collectors.toList()));
    StringBuilder table = new StringBuilder(HEAD);
    lines.forEach((name, results) -> table.append(line(name, results)));
    return table.toString();
  }

  private static String line(String name, List<RunResult> results) {
    double[] targetTime = ofRounds(results, Side.TARGET, Comparison::nanoseconds);
    double[] swivelTime = ofRounds(results, Side.SWIVEL, Comparison::nanoseconds);
    double[] over = new double[Math.min(targetTime.length, swivelTime.length)];
    Arrays.setAll(over, i -> swivelTime[i] - targetTime[i]);
    double targetBytes = median(ofRounds(results, Side.TARGET, Comparison::bytes));
    double swivelBytes = median(ofRounds(results, Side.SWIVEL, Comparison::bytes));
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f (%.1f to %.1f) | %.0f | %.0f | %.0f |%n",
        name,
        median(targetTime),
        median(swivelTime),
        median(over),
        DoubleStream.of(over).min().orElse(Double.NaN),
        DoubleStream.of(over).max().orElse(Double.NaN),
        targetBytes,
        swivelBytes,
        swivelBytes - targetBytes);
  }

  /** The benchmark with all its parameters but the side. */
  private static String name(RunResult result) {
    BenchmarkParams params = result.getParams();
    String method = params.getBenchmark().replaceFirst(".*\\.", "");
    return params.getParamsKeys().stream()
        .filter(key -> !key.equals("sides"))
        .map(key -> ", " + params.getParam(key).toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining("", method, ""));
  }

  /** One figure a round. */
  private static double[] ofRounds(
      List<RunResult> results, Side side, ToDoubleFunction<IterationResult> figure) {
    return results.stream()
        .mapToDouble(
            result -> quantile(0.25, iterations(result, side).mapToDouble(figure).toArray()))
        .toArray();
  }

  private static Stream<IterationResult> iterations(RunResult result, Side side) {
    Sides sides = Sides.valueOf(result.getParams().getParam("sides"));
    return result.getBenchmarkResults().stream()
        .map(fork -> List.copyOf(fork.getIterationResults()))
        .flatMap(
            all ->
                IntStream.range(0, all.size())
                    .filter(iteration -> sides.at(iteration) == side)
                    .mapToObj(all::get));
  }

  private static double nanoseconds(IterationResult iteration) {
    return iteration.getPrimaryResult().getScore();
  }

  private static double bytes(IterationResult iteration) {
    return iteration.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
  }

  private static double median(double[] figures) {
    return quantile(0.5, figures);
  }

  private static double quantile(double share, double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * sorted.length)];
  }
}
