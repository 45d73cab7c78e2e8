package io.swiveljdbc.benchmarks.outage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The figures of one run.
 *
 * @param millis each figure that the run has
 * @param back whether every thread was served again within the bound; if not, the figures that wait
 *     for it say how long was waited
 * @param errors how many calls failed after the fault, by SQLState
 * @param audit of the rows
 */
record Measurement(
    Map<Figure, Double> millis, boolean back, Map<String, Long> errors, Audit audit) {

  Measurement {
    millis = Map.copyOf(millis);
    errors = Map.copyOf(errors);
  }

  /**
   * Computes the figures.
   *
   * @param readyAt when the prober's own row was committed
   * @param calls of all threads, with those that had no end at {@code endAt}
   * @param threads how many there are
   * @param endAt when the run was over
   */
  static Measurement of(
      Strike strike, long readyAt, List<Call> calls, int threads, long endAt, Audit audit) {
    long[] served = firstServed(strike, calls, threads, endAt);
    long first = LongStream.of(served).min().orElse(endAt);
    long last = LongStream.of(served).max().orElse(endAt);
    // A thread that is served before the prober has looked shows as well that all was ready.
    long ready = Math.min(readyAt, first);
    Map<Figure, Double> millis = new EnumMap<>(Figure.class);
    millis.put(Figure.OUTAGE, (last - strike.at()) / 1e6);
    millis.put(Figure.EXCESS_FIRST, (first - ready) / 1e6);
    millis.put(Figure.EXCESS_ALL, (last - ready) / 1e6);
    putCalls(millis, strike, calls);
    return new Measurement(millis, last < endAt, errors(strike, calls), audit);
  }

  /** When each thread was first served after the fault; the end of the run if it was not. */
  private static long[] firstServed(Strike strike, List<Call> calls, int threads, long endAt) {
    long[] served = new long[threads];
    Arrays.fill(served, endAt);
    for (Call call : calls) {
      if (strike.served(call)) {
        served[call.thread()] = Math.min(served[call.thread()], call.endedAt());
      }
    }
    return served;
  }

  private static void putCalls(Map<Figure, Double> millis, Strike strike, List<Call> calls) {
    List<Call> after = calls.stream().filter(call -> call.endedAt() > strike.at()).toList();
    after.stream()
        .filter(Call::failed)
        .mapToDouble(call -> (call.endedAt() - strike.at()) / 1e6)
        .min()
        .ifPresent(told -> millis.put(Figure.DETECTION, told));
    Percentiles.of(
            firstToMeet(strike, after).map(call -> (call.endedAt() - strike.at()) / 1e6).toList())
        .ifPresent(released -> millis.put(Figure.RELEASED, released.p50()));
    double longest = after.stream().mapToDouble(Call::millis).max().orElse(0);
    millis.put(Figure.LONGEST_CALL, longest);
    Percentiles.of(
            calls.stream()
                .filter(call -> call.endedAt() <= strike.at() && call.answered())
                .map(Call::millis)
                .toList())
        .ifPresent(normal -> millis.put(Figure.OVER_NORMAL, longest - normal.p50()));
  }

  /** Of each thread the first call that the server before the fault did not simply answer. */
  private static Stream<Call> firstToMeet(Strike strike, List<Call> after) {
    return after.stream()
        .filter(call -> !call.answered() || strike.served(call))
        .collect(
            Collectors.toMap(
                Call::thread,
                call -> call,
                BinaryOperator.minBy(Comparator.comparingLong(Call::endedAt))))
        .values()
        .stream();
  }

  private static Map<String, Long> errors(Strike strike, List<Call> calls) {
    return calls.stream()
        .filter(call -> call.failed() && call.endedAt() > strike.at())
        .collect(Collectors.groupingBy(Call::state, TreeMap::new, Collectors.counting()));
  }
}
