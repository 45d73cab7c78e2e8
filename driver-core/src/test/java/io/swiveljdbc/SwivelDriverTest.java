package io.swiveljdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.option.Option;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver where no engine is on the class path: what is asked before there is a server. */
class SwivelDriverTest {

  private final SwivelDriver driver = new SwivelDriver();

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://h/db", "jdbc:swivel", "swivel:postgresql://h/db", ""})
  void leaves_the_urls_of_others_alone(String url) throws SQLException {
    assertThat(driver.acceptsURL(url)).isFalse();
    assertThat(driver.connect(url, new Properties())).isNull();
  }

  @Test
  void takes_no_url_at_all_for_none_of_its_own() throws SQLException {
    assertThat(driver.acceptsURL(null)).isFalse();
    assertThat(driver.connect(null, null)).isNull();
    assertThat(driver.getPropertyInfo(null, null)).hasSize(Option.values().length);
  }

  @Test
  void is_registered_and_says_which_artifact_is_missing_without_an_engine() {
    assertThatThrownBy(
            () -> DriverManager.getConnection("jdbc:swivel:postgresql://h/db", "u", "s3cret"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("There is no engine for the database kind 'postgresql'")
        .hasMessageContaining("io.swiveljdbc:swivel-")
        .hasMessageNotContaining("s3cret")
        .hasFieldOrPropertyWithValue("SQLState", "08001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:swivel:postgresql//h/db?user=u&password=s3cret",
        "jdbc:swivel://u:s3cret@h/db",
        "jdbc:swivel:?password=s3cret",
        "jdbc:swivel:postgresql;password=s3cret"
      })
  void shows_no_password_of_a_url_that_it_does_not_understand(String url) {
    assertThatThrownBy(() -> driver.connect(url, null))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("s3cret")
        .hasFieldOrPropertyWithValue("SQLState", "08001");
  }

  @Test
  void lists_every_option_with_its_default_and_choices() throws SQLException {
    DriverPropertyInfo[] listed = driver.getPropertyInfo("jdbc:swivel:postgresql://h/db", null);

    assertThat(listed)
        .extracting(info -> info.name)
        .containsExactlyElementsOf(
            Arrays.stream(Option.values()).map(Option::propertyName).toList());
    for (DriverPropertyInfo info : listed) {
      Option option =
          Arrays.stream(Option.values())
              .filter(o -> o.propertyName().equals(info.name))
              .findFirst()
              .orElseThrow();
      assertThat(info.value).isEqualTo(option.defaultValue());
      assertThat(info.description).contains(option.text()).contains(option.type().allowed());
      assertThat(info.required).isFalse();
      assertThat(info.choices).containsExactlyElementsOf(option.type().choices());
    }
  }

  @Test
  void starts_no_thread_before_the_first_connection() throws SQLException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    assertThat(new SwivelDriver().acceptsURL("jdbc:swivel:postgresql://h/db")).isFalse();
    new SwivelDriver().getPropertyInfo("jdbc:swivel:postgresql://h/db", null);
    SwivelDataSource.builder().url("jdbc:swivel:postgresql://h/db").build();

    Set<Thread> started =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .filter(thread -> thread.getName().startsWith("swivel"))
            .collect(Collectors.toSet());
    assertThat(started).isEmpty();
  }

  @Test
  void logs_through_SLF4J_and_not_through_a_parent_logger() {
    assertThatThrownBy(driver::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void a_data_source_says_what_is_wrong_with_its_url_and_shows_no_password() {
    SwivelDataSource without = SwivelDataSource.builder().password("s3cret").build();
    SwivelDataSource plain =
        SwivelDataSource.builder().url("jdbc:postgresql://h/db?password=s3cret").build();

    assertThatThrownBy(without::getConnection)
        .hasMessage("The data source has no url")
        .hasFieldOrPropertyWithValue("SQLState", "08001");
    assertThatThrownBy(plain::getConnection)
        .hasMessageContaining("jdbc:swivel:")
        .hasMessageNotContaining("s3cret")
        .hasFieldOrPropertyWithValue("SQLState", "08001");
    assertThat(without.toString() + plain).doesNotContain("s3cret");
  }
}
