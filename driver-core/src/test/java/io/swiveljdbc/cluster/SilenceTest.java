package io.swiveljdbc.cluster;

import static io.swiveljdbc.cluster.Silence.Sound.IDLE;
import static io.swiveljdbc.cluster.Silence.Sound.SPEAKING;
import static io.swiveljdbc.cluster.Silence.Sound.WAITING;
import static io.swiveljdbc.cluster.Silence.Step.ALARM;
import static io.swiveljdbc.cluster.Silence.Step.ASK;
import static io.swiveljdbc.cluster.Silence.Step.DOWN;
import static io.swiveljdbc.cluster.Silence.Step.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private static final int TICK = 10;

  private final Silence silence =
      new Silence(
          Timing.of(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofSeconds(30)));
  private int now;
  private int questions;

  @BeforeEach
  void begin() {
    silence.listen(0, IDLE, false, false);
  }

  /** Listens until a point in time; the last step. */
  private Silence.Step until(int millis, Silence.Sound sessions, boolean probes, boolean asked) {
    Silence.Step last = NOTHING;
    while (now < millis) {
      now += TICK;
      last = silence.listen(TimeUnit.MILLISECONDS.toNanos(now), sessions, probes, asked);
      questions += last == ASK ? 1 : 0;
    }
    return last;
  }

  private Silence.Step waiting(int until, boolean asked) {
    return until(until, WAITING, false, asked);
  }

  @Test
  void without_a_question_is_no_evidence() {
    assertThat(until(60_000, IDLE, false, false)).isEqualTo(NOTHING);
    assertThat(waiting(60_240, false)).isEqualTo(NOTHING);
    assertThat(questions).isZero();
  }

  @Test
  void of_calls_in_flight_has_the_server_asked_after_a_quarter_second() {
    assertThat(until(1_000, SPEAKING, false, false)).isEqualTo(NOTHING);
    assertThat(waiting(1_240, false)).isEqualTo(NOTHING);
    assertThat(waiting(1_250, false)).isEqualTo(ASK);
  }

  @Test
  void has_all_servers_asked_when_the_question_is_left_unanswered_for_a_tenth() {
    assertThat(waiting(250, false)).isEqualTo(ASK);
    assertThat(waiting(350, true)).isEqualTo(NOTHING);
    assertThat(waiting(360, true)).isEqualTo(ALARM);
  }

  @Test
  void makes_the_server_down_after_the_detection_time_and_not_before() {
    waiting(250, false);
    assertThat(waiting(1_490, true)).isEqualTo(ALARM);
    assertThat(waiting(1_500, true)).isEqualTo(DOWN);
  }

  @Test
  void before_the_question_gives_a_server_half_the_detection_time_to_answer() {
    assertThat(waiting(5_000, false)).isIn(NOTHING, ASK);
    assertThat(waiting(5_750, true)).isEqualTo(ALARM);
    assertThat(waiting(5_760, true)).isEqualTo(DOWN);
  }

  @Test
  void of_a_server_that_was_never_listened_to_before_begins_with_the_first_look() {
    Silence fresh =
        new Silence(
            Timing.of(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofSeconds(30)));
    long first = TimeUnit.MINUTES.toNanos(1);
    assertThat(fresh.listen(first, WAITING, false, true)).isEqualTo(NOTHING);
    assertThat(fresh.listen(first + TimeUnit.MILLISECONDS.toNanos(200), WAITING, false, true))
        .isEqualTo(NOTHING);
  }

  @Test
  void of_the_probe_alone_makes_an_idle_server_down_too() {
    until(5_000, IDLE, false, false);
    assertThat(until(5_110, IDLE, false, true)).isEqualTo(ALARM);
    assertThat(until(6_490, IDLE, false, true)).isEqualTo(ALARM);
    assertThat(until(6_500, IDLE, false, true)).isEqualTo(DOWN);
  }

  @Test
  void ends_with_whatever_is_heard_by_anyone() {
    waiting(1_400, true);
    assertThat(until(1_410, SPEAKING, false, true)).isEqualTo(NOTHING);
    assertThat(waiting(2_900, true)).isEqualTo(ALARM);
    assertThat(until(2_910, WAITING, true, true)).isEqualTo(NOTHING);
    assertThat(waiting(4_400, true)).isEqualTo(ALARM);
    assertThat(waiting(4_410, true)).isEqualTo(DOWN);
  }

  @Test
  void of_a_query_of_a_minute_on_a_server_that_answers_costs_a_few_questions() {
    for (int second = 1; second <= 60; second++) {
      waiting(second * 1000 - TICK, false);
      until(second * 1000, WAITING, true, false);
    }
    assertThat(questions).isBetween(1, 7);
  }

  @Test
  void of_all_calls_is_told_though_the_monitor_is_answered_but_not_for_a_call_that_is_just_long() {
    for (int tenth = 1; tenth <= 30; tenth++) {
      waiting(tenth * 100 - TICK, false);
      assertThat(silence.callsHang(TimeUnit.MILLISECONDS.toNanos(now)))
          .as("after %d ms", now)
          .isEqualTo(now >= 110 && now < 2_010);
      until(tenth * 100, WAITING, true, false);
    }
    until(now + TICK, SPEAKING, false, false);
    assertThat(silence.callsHang(TimeUnit.MILLISECONDS.toNanos(now + 90))).isFalse();
  }

  @Test
  void of_calls_that_are_long_one_after_the_other_counts_for_hanging_ever_more_seldom() {
    int hangs = 0;
    for (int call = 1; call <= 1_000; call++) {
      waiting(call * 300 - TICK, false);
      hangs += silence.callsHang(TimeUnit.MILLISECONDS.toNanos(now)) ? 1 : 0;
      until(call * 300, SPEAKING, false, false);
    }
    // For two seconds each time: at once, after 4 s, 8, 16, 32, and then once a minute.
    assertThat(hangs).isBetween(30, 80);
  }
}
