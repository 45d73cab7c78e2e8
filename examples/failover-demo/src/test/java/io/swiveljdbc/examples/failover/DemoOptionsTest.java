package io.swiveljdbc.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemoOptionsTest {

  @Test
  void withoutArgumentsItIsAsTheIssueHasIt() throws UsageException {
    DemoOptions options = DemoOptions.parse();

    assertThat(options)
        .isEqualTo(new DemoOptions(Engine.POSTGRES, Duration.ofSeconds(20), 8, 2, Fault.KILL));
    assertThat(options.faultAt()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.rejoinAt()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void takesValuesWithASpaceOrAnEqualsSign() throws UsageException {
    DemoOptions options =
        DemoOptions.parse(
            "--engine=mysql-group",
            "--duration=10s",
            "--threads",
            "4",
            "--readers=3",
            "--fault",
            "switchover");

    assertThat(options)
        .isEqualTo(
            new DemoOptions(Engine.MYSQL_GROUP, Duration.ofSeconds(10), 4, 3, Fault.SWITCHOVER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fast              | Unknown option \"--fast\"",
        "kill                | Unknown option \"kill\"",
        "--engine=oracle     | --engine takes postgres, mysql, mariadb or mysql-group, not \"oracle\"",
        "--duration          | --duration needs a value",
        "--duration=4        | --duration takes a number from 5 to 600, not \"4\"",
        "--threads=many      | --threads takes a number from 1 to 32, not \"many\"",
        "--readers=1         | --readers takes a number from 2 to 9, not \"1\"",
        "--fault=earthquake  | --fault takes kill, freeze, stop, cut or switchover, not \"earthquake\"",
      })
  void saysInOneSentenceWhatItDoesNotUnderstand(String argument, String sentence) {
    assertThatThrownBy(() -> DemoOptions.parse(argument))
        .isInstanceOf(UsageException.class)
        .hasMessage(sentence + "; see ./demo --help");
    assertThat(FailoverDemo.run(argument)).isEqualTo(2);
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(FailoverDemo.run("--help")).isZero();
    assertThat(DemoOptions.HELP)
        .contains("--engine", "--duration", "--threads", "--readers", "--fault");
    for (Engine engine : Engine.values()) {
      assertThat(DemoOptions.HELP).contains(" " + engine.word() + " ");
    }
    for (Fault fault : Fault.values()) {
      assertThat(DemoOptions.HELP).contains(" " + fault.word() + " ");
    }
  }
}
