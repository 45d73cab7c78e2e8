package io.swiveljdbc.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.swiveljdbc.routing.ReadFallback;
import io.swiveljdbc.topology.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsTest {

  private static Options of(String... namesAndValues) throws SQLException {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Options.of(properties);
  }

  @ParameterizedTest
  @CsvSource({
    "swivel.failoverTimout, swivel.failoverTimeout",
    "swivel.FailoverTimeout, swivel.failoverTimeout",
    "SWIVEL.readonly, swivel.readOnly",
    "swivel.readFalback, swivel.readFallback",
    "swivel.probeIntervall, swivel.probeInterval",
    "swivel., swivel.pool"
  })
  void an_unknown_option_is_told_with_the_nearest_valid_name(String written, String meant) {
    assertThatThrownBy(() -> of(written, "secret-value"))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("There is no option " + written + "; did you mean " + meant + "?")
        .hasMessageNotContaining("secret-value")
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @ParameterizedTest
  @CsvSource({
    "swivel.failoverTimeout, 30, has no unit; write 30s or 30ms",
    "swivel.failoverTimeout, 2h, is out of range; allowed is a time from 0ms to 1h",
    "swivel.probeInterval, 49ms, is out of range; allowed is a time from 50ms to 1m",
    "swivel.detection, 99999999999h, is out of range",
    "swivel.connectTimeout, -1s, is not a time; allowed is a time from 50ms to 10m",
    "swivel.connectTimeout, 5 s, is not a time",
    "swivel.connectTimeout, soon, is not a time",
    "swivel.connectTimeout, '', is not a time",
    "swivel.readFallback, writers, is not one of writer or fail; did you mean writer?",
    "swivel.readOnly, yes, is not one of true or false"
  })
  void a_bad_value_is_told_in_one_sentence_that_says_what_is_allowed(
      String name, String value, String fault) {
    assertThatThrownBy(() -> of(name, value))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("The option " + name + "=" + value + " " + fault)
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @ParameterizedTest
  @CsvSource({
    "swivel.pool.maximumPoolSize, 0, is out of range; allowed is a number from 1 to 10000",
    "swivel.pool.reader.maximumPoolSize, ten, is not a number",
    "swivel.pool.connectionTimeout, 30000, has no unit; write 30000s or 30000ms",
    "swivel.pool.poolName, a:b, is not a name",
    "swivel.pool.share, statement, is not one of connection or transaction"
  })
  void a_bad_setting_of_the_inner_pool_is_told_the_same_way(
      String name, String value, String fault) {
    assertThatThrownBy(() -> of("swivel.pool", "true", name, value))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("The option " + name + "=" + value + " " + fault)
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @ParameterizedTest
  @CsvSource({
    "swivel.pool.maximumPoolsize, swivel.pool.maximumPoolSize",
    "swivel.pool.readers.minimumIdle, swivel.pool.reader.minimumIdle",
    "swivel.pool.maxLifetime, swivel.maxLifetime"
  })
  void an_unknown_setting_of_the_inner_pool_is_told_the_same_way(String written, String meant) {
    assertThatThrownBy(() -> of("swivel.pool", "true", written, "1"))
        .hasMessageStartingWith("There is no option " + written + "; did you mean " + meant + "?");
  }

  @Test
  void settings_of_a_pool_that_there_is_not_are_refused() {
    assertThatThrownBy(() -> of("swivel.pool.maximumPoolSize", "20"))
        .hasMessage("The option swivel.pool.maximumPoolSize has no effect without swivel.pool=true")
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @Test
  void the_pools_of_readers_may_be_told_something_else() throws SQLException {
    Options options =
        of(
            "swivel.pool", "true",
            "swivel.pool.maximumPoolSize", "20",
            "swivel.pool.reader.maximumPoolSize", "40",
            "swivel.pool.connectionTimeout", "2s");

    assertThat(options.hikari(Role.WRITER))
        .containsOnly(entry("maximumPoolSize", "20"), entry("connectionTimeout", "2000"));
    assertThat(options.hikari(Role.READER))
        .containsOnly(entry("maximumPoolSize", "40"), entry("connectionTimeout", "2000"));
  }

  @Test
  void values_are_read_with_their_units() throws SQLException {
    Options options =
        of(
            "swivel.failoverTimeout", "1.5m",
            "swivel.connectTimeout", " 250ms ",
            "swivel.readFallback", "fail",
            "swivel.readOnly", "true");

    assertThat(options.failoverTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.readFallback()).isEqualTo(ReadFallback.FAIL);
    assertThat(options.readOnly()).isTrue();
  }

  @Test
  void what_is_not_said_has_its_default() throws SQLException {
    Options options = of("user", "x", "readOnly", "true");

    assertThat(options.readOnly()).isFalse();
    assertThat(options.repeatReads()).isTrue();
    assertThat(options.readFallback()).isEqualTo(ReadFallback.WRITER);
    assertThat(options.failoverTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.probeInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.detection()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void the_target_driver_gets_all_properties_but_ours() throws SQLException {
    Properties given = new Properties();
    given.setProperty("user", "shop");
    given.setProperty("swivelling", "kept");
    given.setProperty("swivel.readOnly", "true");

    Properties left = Options.withoutOptions(given);

    assertThat(left).containsOnlyKeys("user", "swivelling");
    assertThat(given).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Option.class)
  void each_option_has_a_name_a_sentence_and_a_default_that_is_allowed(Option option) {
    assertThat(option.propertyName()).matches("swivel(\\.[a-z][a-zA-Z]*)+");
    assertThat(option.text()).endsWith(".").hasSizeGreaterThan(20);
    assertThat(option.type().fault(option.defaultValue())).isNull();
    assertThat(option.type().allowed()).isNotBlank();
    assertThat(Option.named(option.propertyName())).contains(option);
  }
}
