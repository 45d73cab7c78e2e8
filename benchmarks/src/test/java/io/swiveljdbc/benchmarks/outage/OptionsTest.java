package io.swiveljdbc.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {

  @Test
  void withoutArgumentsItIsAsTheIssueHasIt() throws UsageException {
    Options options = Options.parse();

    assertThat(options.runs()).isEqualTo(20);
    assertThat(options.threads()).isEqualTo(16);
    assertThat(options.pause()).isEqualTo(Duration.ofMillis(5));
    assertThat(options.pool()).isEqualTo(50);
    assertThat(options.tls()).isTrue();
    assertThat(options.engine()).isEqualTo(Engine.POSTGRES);
    assertThat(options.faults()).doesNotContain(Fault.STOP).hasSize(Fault.values().length - 1);
    assertThat(options.clients()).containsExactly(Client.values());
  }

  @Test
  void aGroupLosesItsWriterInGoodOrderToo() throws UsageException {
    assertThat(Options.parse("--engine", "mysql-group").faults()).contains(Fault.STOP);
  }

  @Test
  void theLastOfTwoValuesCounts() throws UsageException {
    Options options =
        Options.parse(
            "--runs=5", "--runs", "3", "--faults", "cut,reader-crash", "--bound=9", "--tls", "off");

    assertThat(options.runs()).isEqualTo(3);
    assertThat(options.faults()).isEqualTo(List.of(Fault.CUT, Fault.READER_CRASH));
    assertThat(options.bound()).isEqualTo(Duration.ofSeconds(9));
    assertThat(options.tls()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fast           | Unknown option \"--fast\"",
        "--runs           | --runs needs a value",
        "--runs=0         | --runs takes a number from 1 to 1000, not \"0\"",
        "--tls=yes        | --tls takes on or off, not \"yes\"",
        "--clients=mysql  | --clients takes some of swivel,swivel-200ms,connectorj,connectorj-tuned,pgjdbc,pgjdbc-tuned, not \"mysql\"",
      })
  void saysInOneSentenceWhatItDoesNotUnderstand(String argument, String sentence) {
    assertThatThrownBy(() -> Options.parse(argument))
        .isInstanceOf(UsageException.class)
        .hasMessage(sentence + "; see benchmarks/outage --help");
    assertThat(OutageBenchmark.run(argument)).isEqualTo(2);
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(OutageBenchmark.run("--help")).isZero();
    assertThat(Options.HELP)
        .contains(
            "--engine", "--runs", "--rehearsals", "--faults", "--clients", "--threads", "--pool")
        .contains("--bound", "--limit", "--tls", "--out", "--help");
  }
}
