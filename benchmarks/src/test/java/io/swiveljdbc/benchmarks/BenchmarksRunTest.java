package io.swiveljdbc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs for a moment, so that none can rot; what it measures so is worth nothing. */
final class BenchmarksRunTest {

  private static final int BENCHMARKS = 31;

  @Test
  void everyBenchmarkRunsOnBothSidesAndIsCompared() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("io.swiveljdbc.benchmarks")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(5))
            .shouldFailOnError(true)
            .shouldDoGC(false)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();

    List<RunResult> results = List.copyOf(new Runner(options).run());

    assertThat(results).hasSize(BENCHMARKS);
    assertThat(new Comparison(List.of(results)).table())
        .doesNotContain("NaN")
        .hasLineCount(2 + BENCHMARKS);
  }
}
