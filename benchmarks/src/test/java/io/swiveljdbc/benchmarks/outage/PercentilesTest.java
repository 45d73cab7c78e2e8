package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PercentilesTest {

  @Test
  void eachIsAValueThatWasMeasured() {
    List<Double> values = IntStream.rangeClosed(1, 200).mapToObj(i -> 201.0 - i).toList();

    assertThat(Percentiles.of(values)).contains(new Percentiles(100, 180, 198, 200));
  }

  @Test
  void ofFewRunsTheLastOnesAreTheGreatest() {
    assertThat(Percentiles.of(List.of(30.0, 10.0, 20.0))).contains(new Percentiles(20, 30, 30, 30));
    assertThat(Percentiles.of(List.of(5.0))).contains(new Percentiles(5, 5, 5, 5));
  }

  @Test
  void ofNoneThereAreNone() {
    assertThat(Percentiles.of(List.of())).isEmpty();
  }
}
