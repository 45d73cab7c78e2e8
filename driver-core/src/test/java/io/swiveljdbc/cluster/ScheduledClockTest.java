package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduledClockTest {

  private static final long START = -1_000;

  private final ScheduledClock clock = new ScheduledClock(START);

  @Test
  void it_counts_the_time_that_passes_also_where_a_pause_was_shorter_or_somewhat_longer() {
    assertThat(clock.advance(START + 60, 62)).isEqualTo(60);
    assertThat(clock.advance(START + 180, 62)).isEqualTo(180);
  }

  @Test
  void of_a_time_in_which_the_process_was_stopped_it_counts_no_more_than_two_pauses() {
    assertThat(clock.advance(START + 5_000, 62)).isEqualTo(124);
  }

  @Test
  void after_that_it_runs_on_as_before() {
    clock.advance(START + 5_000, 62);

    assertThat(clock.advance(START + 5_062, 62)).isEqualTo(186);
  }
}
