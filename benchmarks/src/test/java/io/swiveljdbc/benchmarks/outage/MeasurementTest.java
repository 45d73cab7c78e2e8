package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Times in milliseconds: the fault comes at 1000, the prober writes at 2200, all is over at 9000.
 */
final class MeasurementTest {
  private static final int OLD = 1;
  private static final int NEW = 2;
  private static final int NOBODY = 0;
  private static final Strike STRIKE = new Strike(nanos(1000), nanos(1000), OLD);

  @Test
  void countsFromTheFaultAndFromTheProbersRow() {
    Measurement run =
        measure(
            call(0, 990, 998, OLD, Call.OK),
            call(0, 999, 1040, NOBODY, "08007"),
            call(0, 1040, 2210, NEW, Call.OK),
            call(0, 2211, 2213, NEW, Call.OK),
            call(1, 998, 1001, OLD, Call.OK),
            call(1, 1002, 1050, NOBODY, "40001"),
            call(1, 1051, 2250, NEW, Call.OK));

    assertThat(run.millis())
        .containsEntry(Figure.OUTAGE, 1250.0)
        .containsEntry(Figure.EXCESS_FIRST, 10.0)
        .containsEntry(Figure.EXCESS_ALL, 50.0)
        .containsEntry(Figure.DETECTION, 40.0)
        .containsEntry(Figure.RELEASED, 40.0)
        .containsEntry(Figure.LONGEST_CALL, 1199.0)
        .containsEntry(Figure.OVER_NORMAL, 1191.0);
    assertThat(run.back()).isTrue();
    assertThat(run.errors()).isEqualTo(Map.of("08007", 1L, "40001", 1L));
  }

  @Test
  void aThreadThatIsServedBeforeTheProberHasNoExcess() {
    Measurement run = measure(call(0, 900, 2100, NEW, Call.OK), call(1, 900, 2130, NEW, Call.OK));

    assertThat(run.millis())
        .containsEntry(Figure.EXCESS_FIRST, 0.0)
        .containsEntry(Figure.EXCESS_ALL, 30.0)
        .doesNotContainKey(Figure.DETECTION)
        .containsEntry(Figure.RELEASED, 1100.0);
  }

  @Test
  void aThreadThatIsNeverServedIsNotBackAndWaitedUntilTheEnd() {
    Measurement run =
        measure(call(0, 900, 2210, NEW, Call.OK), call(1, 950, 9000, NOBODY, Call.PENDING));

    assertThat(run.back()).isFalse();
    assertThat(run.millis())
        .containsEntry(Figure.OUTAGE, 8000.0)
        .containsEntry(Figure.EXCESS_ALL, 6800.0)
        .containsEntry(Figure.RELEASED, 1210.0)
        .containsEntry(Figure.LONGEST_CALL, 8050.0);
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void anAnswerFromBeforeTheThawIsNotTheServiceThatCameBack() {
    Strike thaw = new Strike(nanos(1000), nanos(5000), 0);

    assertThat(thaw.served(call(0, 999, 1002, OLD, Call.OK))).isFalse();
    assertThat(thaw.served(call(0, 999, 5002, OLD, Call.OK))).isTrue();
    assertThat(thaw.served(call(0, 999, 5002, NOBODY, Call.OK))).isFalse();
  }

  private static Measurement measure(Call... calls) {
    return Measurement.of(STRIKE, nanos(2200), List.of(calls), 2, nanos(9000), new Audit(3, 0, 0));
  }

  private static Call call(int thread, long from, long to, int server, String state) {
    return new Call(thread, nanos(from), nanos(to), server, state);
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }
}
