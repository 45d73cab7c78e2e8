package io.swiveljdbc.benchmarks.outage;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * Of one figure over all runs, by nearest rank: each is a value that was measured, never one
 * between two. Below 100 runs p99 is therefore the greatest, below 10 p90 as well.
 */
record Percentiles(double p50, double p90, double p99, double max) {

  /** Empty when no run had the figure. */
  static Optional<Percentiles> of(Collection<Double> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Optional.of(
        new Percentiles(
            nearestRank(sorted, 50),
            nearestRank(sorted, 90),
            nearestRank(sorted, 99),
            nearestRank(sorted, 100)));
  }

  private static double nearestRank(double[] sorted, int percent) {
    int rank = (percent * sorted.length + 99) / 100;
    return sorted[rank - 1];
  }

  double[] all() {
    return new double[] {p50, p90, p99, max};
  }

  @Override
  public String toString() {
    return Arrays.toString(all());
  }
}
