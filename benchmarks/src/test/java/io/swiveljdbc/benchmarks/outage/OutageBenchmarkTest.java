package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One run, so that it cannot rot; what it measures so is worth nothing. */
final class OutageBenchmarkTest {

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "mysql"})
  void measuresACrashAndAccountsForEveryRow(String engine, @TempDir Path out) throws IOException {
    int exitCode =
        OutageBenchmark.run(
            "--engine=" + engine,
            "--runs=1",
            "--rehearsals=0",
            "--faults=crash",
            "--clients=swivel",
            "--threads=4",
            "--pool=6",
            "--out=" + out);

    assertThat(exitCode).isZero();
    assertThat(Files.readString(out.resolve("outage.json")))
        .contains("\"client\": \"swivel\"", "\"runs\": 1,", "\"notBack\": 0,")
        .contains("\"lost\": 0,", "\"doubled\": 0")
        .containsPattern("\"outageMs\": \\{ \"p50\": \\d{4,5}\\.")
        .containsPattern("\"acknowledged\": [1-9]");
    assertThat(Files.readString(out.resolve("runs.csv"))).hasLineCount(2);
    assertThat(Files.readString(out.resolve("index.html")))
        .contains("<svg ", "<circle ", "TLS on")
        .doesNotContain("{{", "src=", "href=");
  }
}
