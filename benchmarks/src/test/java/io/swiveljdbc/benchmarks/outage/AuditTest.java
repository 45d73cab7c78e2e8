package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AuditTest {

  @Test
  void anAcknowledgedRowMustBeThereOnce() {
    Map<Long, Outcome> known =
        Map.of(1L, Outcome.ACKNOWLEDGED, 2L, Outcome.ACKNOWLEDGED, 3L, Outcome.ACKNOWLEDGED);

    assertThat(Audit.compare(known, Map.of(1L, 1, 3L, 2))).isEqualTo(new Audit(3, 1, 1));
  }

  @Test
  void anUnknownOneMayBeThereOrNotButNotTwice() {
    Map<Long, Outcome> known =
        Map.of(1L, Outcome.UNKNOWN, 2L, Outcome.UNKNOWN, 3L, Outcome.UNKNOWN);

    assertThat(Audit.compare(known, Map.of(2L, 1, 3L, 2))).isEqualTo(new Audit(0, 0, 1));
  }

  @Test
  void oneThatWasCertainlyNotWrittenMustNotBeThere() {
    Map<Long, Outcome> known = Map.of(1L, Outcome.NOT_WRITTEN, 2L, Outcome.NOT_WRITTEN);

    assertThat(Audit.compare(known, Map.of(2L, 1))).isEqualTo(new Audit(0, 0, 1));
  }

  @Test
  void onlyStatesThatPromiseItAreTakenForNotWritten() {
    assertThat(Outcome.of(new SQLException("", "40001"))).isEqualTo(Outcome.NOT_WRITTEN);
    assertThat(Outcome.of(new SQLException("", "25006"))).isEqualTo(Outcome.NOT_WRITTEN);
    assertThat(Outcome.of(new SQLException("", "08007"))).isEqualTo(Outcome.UNKNOWN);
    assertThat(Outcome.of(new SQLException("", "08006"))).isEqualTo(Outcome.UNKNOWN);
    assertThat(Outcome.of(new SQLException("", "57P01"))).isEqualTo(Outcome.UNKNOWN);
    assertThat(Outcome.of(new SQLException("no state"))).isEqualTo(Outcome.UNKNOWN);
  }
}
