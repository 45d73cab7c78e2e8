package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.session.RecordingDriver.Call;
import io.swiveljdbc.testing.FakeServers;
import io.swiveljdbc.testing.Journal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The setters of a prepared and a callable statement, with and without a statement behind it. */
class RecordedSettersTest {

  private static final FakeServers SERVERS = FakeServers.of("a");
  private static final Clusters CLUSTERS = new Clusters();
  private static final Clusters.Lease KEPT =
      CLUSTERS.lease(SERVERS.engine(), SERVERS.target(), Timings.of(FakeServers.options()));

  private final RecordingDriver next = new RecordingDriver();
  private Connection connection;
  private RoutedCallableStatement statement;
  private Journal journal;

  @BeforeEach
  void open() throws SQLException {
    connection =
        new ConnectionOpener(CLUSTERS)
            .open(SERVERS.engine(), SERVERS.target(), FakeServers.options());
    statement = (RoutedCallableStatement) connection.prepareCall("CALL p(?)");
    journal = Journal.begin();
  }

  @AfterEach
  void close() throws SQLException {
    Journal.end();
    connection.close();
  }

  @AfterAll
  static void stop() {
    KEPT.close();
  }

  /** Executes once, so that there is a statement of the driver behind it. */
  private void bind() throws SQLException {
    statement.execute();
    journal.clear();
  }

  private List<String> calls() {
    return journal.calls().stream()
        .filter(call -> call.on() == CallableStatement.class)
        .map(Object::toString)
        .toList();
  }

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
    Object[] arguments = Sample.argumentsOf(setter);

    setter.invoke(statement, arguments);
    replay();

    assertThat(journal.calls()).isEmpty();
    assertThat(next.calls).containsExactly(Call.of(setter, arguments));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void is_remembered_when_passed_on_too(Method setter) throws Exception {
    bind();
    Object[] arguments = Sample.argumentsOf(setter);

    setter.invoke(statement, arguments);

    assertThat(journal.calls()).filteredOn(call -> call.is(setter, arguments)).hasSize(1);
    assertThat(calls()).hasSize(1);
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
    bind();
    journal.fail(setter.getName(), new SQLException("no such parameter", "07009"));

    assertThat(catchThrowable(() -> setter.invoke(statement, Sample.argumentsOf(setter))))
        .hasRootCauseMessage("no such parameter");
    replay();

    assertThat(next.calls).isEmpty();
  }

  @Test
  void clearing_forgets_the_values_and_keeps_the_out_parameters() throws Exception {
    bind();
    statement.setInt(1, 42);
    statement.setInt("limit", 42);
    statement.registerOutParameter(2, Types.INTEGER);
    statement.registerOutParameter("total", Types.BIGINT);

    statement.clearParameters();
    replay();

    assertThat(calls()).last().isEqualTo("clearParameters[]");
    assertThat(next.calls)
        .extracting(Call::toString)
        .containsExactly("registerOutParameter[2, 4]", "registerOutParameter[total, -5]");
  }

  @Test
  void clearing_without_a_statement_behind_it_is_enough() throws Exception {
    statement.setInt(1, 42);

    statement.clearParameters();

    assertThat(statement.parameters().isEmpty()).isTrue();
  }

  @Test
  void a_refused_clearing_forgets_nothing() throws Exception {
    statement.setInt(1, 42);
    statement.setInt("limit", 42);
    bind();
    journal.fail("clearParameters", new SQLException("not now", "57014"));

    assertThat(catchThrowable(statement::clearParameters)).hasMessage("not now");

    assertThat(statement.parameters().isEmpty()).isFalse();
    assertThat(statement.calls().isEmpty()).isFalse();
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
    statement.setBinaryStream("payload", new ByteArrayInputStream(new byte[1]));
    replay();

    assertThatThrownBy(this::replay)
        .hasMessage(
            "parameter payload was set from a stream that has been read already; set it again");
  }

  @Test
  void a_copy_of_the_calls_does_not_change_with_them() throws Exception {
    statement.setInt("limit", 1);
    NamedCalls copy = statement.calls().copy();
    statement.setInt("limit", 2);

    copy.applyTo(next.object(CallableStatement.class));

    assertThat(next.calls).extracting(Call::toString).containsExactly("setInt[limit, 1]");
  }

  /** Tells the next statement of the driver what this one was told. */
  private void replay() throws SQLException {
    statement.equip(next.object(CallableStatement.class));
  }

  static boolean isStream(Object argument) {
    return argument instanceof InputStream || argument instanceof Reader;
  }
}
