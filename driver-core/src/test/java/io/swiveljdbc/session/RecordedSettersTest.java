package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.session.RecordingDriver.Call;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The setters of a prepared and a callable statement, with and without a statement behind it. */
class RecordedSettersTest {

  private final RecordingDriver driver = new RecordingDriver();
  private final RecordingDriver next = new RecordingDriver();
  private final Forwarded.OfCallableStatement statement = new Forwarded.OfCallableStatement(driver);

  /** By the rule in words, not by the generator's. */
  static boolean isRecorded(Method method) {
    boolean first = method.getParameterCount() > 0;
    boolean byIndex = first && method.getParameterTypes()[0] == int.class;
    boolean byName = first && method.getParameterTypes()[0] == String.class;
    boolean setter = method.getName().startsWith("set");
    if (method.getDeclaringClass() == PreparedStatement.class) {
      return (setter && byIndex) || method.getName().equals("clearParameters");
    }
    return method.getDeclaringClass() == CallableStatement.class
        && ((setter && byName) || method.getName().equals("registerOutParameter"));
  }

  static Stream<Method> setters() {
    return Arrays.stream(CallableStatement.class.getMethods())
        .filter(RecordedSettersTest::isRecorded)
        .filter(method -> !method.getName().equals("clearParameters"));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void is_remembered_and_told_to_the_next_statement(Method setter) throws Exception {
    driver.unreachable = new SQLException("nothing is bound");
    Object[] arguments = Sample.argumentsOf(setter);

    setter.invoke(statement, arguments);
    replay();

    assertThat(driver.calls).isEmpty();
    assertThat(next.calls).containsExactly(Call.of(setter, arguments));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void is_remembered_when_passed_on_too(Method setter) throws Exception {
    Object[] arguments = Sample.argumentsOf(setter);

    setter.invoke(statement, arguments);

    assertThat(driver.calls).containsExactly(Call.of(setter, arguments));
    if (Arrays.stream(arguments).anyMatch(RecordedSettersTest::isStream)) {
      assertThatThrownBy(this::replay).hasMessageContaining("read already");
    } else {
      replay();
      assertThat(next.calls).containsExactly(Call.of(setter, arguments));
    }
  }

  @ParameterizedTest
  @MethodSource("setters")
  void is_not_remembered_when_the_driver_refuses_it(Method setter) throws Exception {
    driver.error = new SQLException("no such parameter");

    assertThat(catchThrowable(() -> setter.invoke(statement, Sample.argumentsOf(setter))))
        .hasCauseInstanceOf(SQLException.class);
    replay();

    assertThat(next.calls).isEmpty();
  }

  @Test
  void clearing_forgets_the_values_and_keeps_the_out_parameters() throws Exception {
    statement.setInt(1, 42);
    statement.setInt("limit", 42);
    statement.registerOutParameter(2, Types.INTEGER);
    statement.registerOutParameter("total", Types.BIGINT);

    statement.clearParameters();
    replay();

    assertThat(driver.calls).last().hasToString("clearParameters[]");
    assertThat(next.calls)
        .extracting(Call::toString)
        .containsExactly("registerOutParameter[2, 4]", "registerOutParameter[total, -5]");
  }

  @Test
  void clearing_without_a_statement_behind_it_is_enough() throws Exception {
    driver.unreachable = new SQLException("nothing is bound");
    statement.setInt(1, 42);

    statement.clearParameters();

    assertThat(statement.parameters.isEmpty()).isTrue();
  }

  @Test
  void a_refused_clearing_forgets_nothing() throws Exception {
    statement.setInt(1, 42);
    statement.setInt("limit", 42);
    driver.error = new SQLException("closed");

    assertThat(catchThrowable(statement::clearParameters)).hasMessage("translated");

    assertThat(statement.parameters.isEmpty()).isFalse();
    assertThat(statement.calls.isEmpty()).isFalse();
  }

  @Test
  void the_last_call_for_a_name_counts_and_comes_last() throws Exception {
    statement.setInt("limit", 1);
    statement.setString("name", "a");
    statement.setLong("limit", 2);

    replay();

    assertThat(next.calls)
        .extracting(Call::toString)
        .containsExactly("setString[name, a]", "setLong[limit, 2]");
  }

  @Test
  @SuppressWarnings("JavaUtilDate")
  void a_value_set_by_name_is_kept_as_it_was() throws Exception {
    Date date = new Date(1000);
    byte[] bytes = {1, 2};
    statement.setDate("day", date);
    statement.setObject("payload", bytes);
    date.setTime(0);
    bytes[0] = 9;

    replay();

    assertThat(next.calls.get(0).arguments().get(1)).isEqualTo(new Date(1000));
    assertThat(next.calls.get(1).arguments().get(1)).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void a_stream_set_by_name_is_read_once() throws Exception {
    driver.unreachable = new SQLException("nothing is bound");
    statement.setBinaryStream("payload", new ByteArrayInputStream(new byte[1]));
    replay();

    assertThatThrownBy(this::replay)
        .hasMessage(
            "parameter payload was set from a stream that has been read already; set it again");
  }

  @Test
  void a_copy_of_the_calls_does_not_change_with_them() throws Exception {
    statement.setInt("limit", 1);
    NamedCalls copy = statement.calls.copy();
    statement.setInt("limit", 2);

    copy.applyTo(next.object(CallableStatement.class));

    assertThat(next.calls).extracting(Call::toString).containsExactly("setInt[limit, 1]");
  }

  private void replay() throws SQLException {
    CallableStatement target = next.object(CallableStatement.class);
    statement.parameters.applyTo(target);
    statement.calls.applyTo(target);
  }

  static boolean isStream(Object argument) {
    return argument instanceof InputStream || argument instanceof Reader;
  }
}
