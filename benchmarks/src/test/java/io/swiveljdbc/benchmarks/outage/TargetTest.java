package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TargetTest {

  @Test
  void saysOfEachThatWasMeasuredWhetherItIsMet() {
    Series reads =
        new Series(
            Client.SWIVEL,
            Fault.READER_CRASH,
            List.of(run(Figure.OVER_NORMAL, 90, Map.of()), run(Figure.OVER_NORMAL, 101, Map.of())));

    assertThat(Target.verdicts(List.of(reads)))
        .containsExactly(
            "MISSED  swivel, reader-crash: longest call over the normal one, max: 101.0 ms, at most 100",
            "met     swivel, reader-crash: errors: none, at most none");
  }

  @Test
  void anErrorOfAReaderIsAMiss() {
    Series reads =
        new Series(
            Client.SWIVEL,
            Fault.READER_CRASH,
            List.of(run(Figure.OVER_NORMAL, 9, Map.of("08006", 2L))));

    assertThat(Target.verdicts(List.of(reads)))
        .contains("MISSED  swivel, reader-crash: errors: 08006 × 2, at most none");
  }

  @Test
  void baselinesHaveNone() {
    Series crash =
        new Series(Client.PGJDBC, Fault.CRASH, List.of(run(Figure.EXCESS_ALL, 5, Map.of())));

    assertThat(Target.verdicts(List.of(crash))).isEmpty();
  }

  private static Measurement run(Figure figure, double millis, Map<String, Long> errors) {
    return new Measurement(Map.of(figure, millis), true, errors, Audit.NOTHING);
  }
}
