package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {

  @Test
  void isAnArrayOfSeries() {
    Measurement run =
        new Measurement(
            Map.of(Figure.OUTAGE, 1234.56, Figure.EXCESS_FIRST, 2.0),
            true,
            Map.of("40001", 2L, "08007", 3L),
            new Audit(10, 0, 1));
    Measurement lost =
        new Measurement(Map.of(Figure.OUTAGE, 20_000.0), false, Map.of(), Audit.NOTHING);

    assertThat(
            Json.of(
                List.of(new Series(Client.PGJDBC_TUNED, Fault.READER_CRASH, List.of(run, lost)))))
        .isEqualTo(
            """
            [
              {
                "client": "pgjdbc-tuned",
                "fault": "reader-crash",
                "runs": 2,
                "notBack": 1,
                "outageMs": { "p50": 1234.6, "p90": 20000.0, "p99": 20000.0, "max": 20000.0 },
                "excessFirstMs": { "p50": 2.0, "p90": 2.0, "p99": 2.0, "max": 2.0 },
                "excessAllMs": { "p50": null, "p90": null, "p99": null, "max": null },
                "detectionMs": { "p50": null, "p90": null, "p99": null, "max": null },
                "releasedMs": { "p50": null, "p90": null, "p99": null, "max": null },
                "longestCallMs": { "p50": null, "p90": null, "p99": null, "max": null },
                "longestCallOverNormalMs": { "p50": null, "p90": null, "p99": null, "max": null },
                "errors": { "08007": 3, "40001": 2 },
                "acknowledged": 10,
                "lost": 0,
                "doubled": 1
              }
            ]
            """);
  }

  @Test
  void ofNothingIsEmpty() {
    assertThat(Json.of(List.of())).isEqualTo("[\n\n]\n");
  }
}
