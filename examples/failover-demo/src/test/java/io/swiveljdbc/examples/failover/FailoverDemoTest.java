package io.swiveljdbc.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FailoverDemoTest {
  private static final Path REPORTS = Path.of("target", "demo");
  private static final long SUPERVISORS_DELAY = 1000;
  private static final long GENEROUS = 20_000;

  @ParameterizedTest
  @EnumSource(names = {"POSTGRES", "MYSQL"})
  void accountsForEveryWriteWhenTheWriterIsKilled(Engine engine) throws IOException {
    int exitCode = FailoverDemo.run("--engine", engine.word(), "--duration", "6", "--threads", "3");

    String report = Files.readString(REPORTS.resolve("report.json"));
    assertThat(report)
        .contains("\"engine\": \"" + engine.word() + "\"", "\"fault\": \"kill\"", "\"errors\": {");
    assertThat(exitCode).isZero();
    assertThat(figure(report, "writesLost")).isZero();
    assertThat(figure(report, "writesDoubled")).isZero();
    assertThat(figure(report, "writesAcknowledged")).isPositive();
    assertThat(figure(report, "readsOnReaders")).isPositive();
    assertThat(figure(report, "outageMs")).isBetween(SUPERVISORS_DELAY, GENEROUS);
    assertThat(figure(report, "promotionMs")).isBetween(SUPERVISORS_DELAY, GENEROUS);
    assertThat(figure(report, "excessMs"))
        .isEqualTo(figure(report, "outageMs") - figure(report, "promotionMs"));
    assertThat(REPORTS.resolve("index.html"))
        .content()
        .contains("<svg ", engine.servers(), "is killed with SIGKILL", "is back as a reader")
        .doesNotContain("{{", "src=", "href=");
  }

  /** Not its death: that takes the group six seconds. */
  @Test
  void accountsForEveryWriteWhenAGroupIsToldAnotherWriter() throws IOException {
    int exitCode =
        FailoverDemo.run(
            "--engine=mysql-group", "--fault=switchover", "--duration=5", "--threads=3");

    String report = Files.readString(REPORTS.resolve("report.json"));
    assertThat(report).contains("\"engine\": \"mysql-group\"", "\"fault\": \"switchover\"");
    assertThat(exitCode).isZero();
    assertThat(figure(report, "writesLost")).isZero();
    assertThat(figure(report, "writesDoubled")).isZero();
    assertThat(figure(report, "readsOnReaders")).isPositive();
    assertThat(figure(report, "outageMs")).isLessThan(GENEROUS);
  }

  private static long figure(String report, String name) {
    Matcher figure = Pattern.compile("\"" + name + "\": (\\d+)").matcher(report);
    assertThat(figure.find()).as("%s in %s", name, report).isTrue();
    return Long.parseLong(figure.group(1));
  }
}
