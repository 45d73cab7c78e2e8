package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.testing.FakeServers;
import io.swiveljdbc.testing.Journal;
import io.swiveljdbc.testing.Journal.Call;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of the interfaces, as the running JDK has them, on our own objects: on a JDK newer
 * than the one whose interfaces we were generated from, this is the alarm that a method was added.
 * What Swivel answers itself is named in {@link JdbcMethods} and tested elsewhere.
 */
class ForwardingConformanceTest {

  private static final FakeServers SERVERS = FakeServers.of("a");
  private static final Clusters CLUSTERS = new Clusters();
  private static final Clusters.Lease KEPT =
      CLUSTERS.lease(SERVERS.engine(), SERVERS.target(), Timings.of(FakeServers.options()));

  /** How Swivel finds the object to call: asked without a round trip. */
  private static final Set<String> ON_THE_WAY = Set.of("isClosed", "getMetaData");

  /** Called from another thread: told as the driver tells it. */
  private static final Set<String> NOT_TRANSLATED = Set.of("cancel");

  /** The same object; only primitives are boxed anew on their way through reflection. */
  private static final Comparator<Object> SAME =
      (one, other) ->
          one == other || ((one instanceof Number || one instanceof Boolean) && one.equals(other))
              ? 0
              : 1;

  private Warm warm;
  private Journal journal;

  @BeforeEach
  void open() throws SQLException {
    warm = new Warm(CLUSTERS, SERVERS);
    journal = Journal.begin();
  }

  @AfterEach
  void close() {
    Journal.end();
    warm.close();
  }

  @AfterAll
  static void stop() {
    KEPT.close();
  }

  @ParameterizedTest
  @MethodSource("forwardedMethods")
  void calls_the_same_method_and_hands_back_its_result(Class<?> type, Method method)
      throws Throwable {
    Object[] arguments = Sample.argumentsOf(method);
    Object answer = Sample.of(method.getReturnType(), 7);
    journal.answer(method.getName(), answer);

    Object result = invoke(type, method, arguments);

    List<Call> calls = calls();
    // Going to the next result, we look which of the earlier ones that closed.
    assertThat(calls).hasSize(method.getName().equals("getMoreResults") ? 2 : 1);
    assertThat(calls.get(0).is(method, arguments)).as("%s", calls).isTrue();
    assertThat(calls.get(0).on()).isEqualTo(type);
    assertThat(calls.get(0).arguments()).usingElementComparator(SAME).containsExactly(arguments);
    assertThat(result).usingComparator(SAME).isEqualTo(expected(method, answer, result));
  }

  /** What the application gets: the driver's answer, or one of our objects in front of it. */
  private Object expected(Method method, Object answer, Object result) throws SQLException {
    Class<?> type = method.getReturnType();
    if (!Warm.INTERFACES.contains(type)) {
      return answer;
    }
    if (method.getName().equals("getStatement")) {
      return warm.owner(type);
    }
    assertThat(result).isInstanceOf(ForwardedObject.class);
    assertThat(((ForwardedObject<?>) result).delegate()).isSameAs(answer);
    return result;
  }

  @ParameterizedTest
  @MethodSource("forwardedMethods")
  void leaves_an_error_of_the_application_s_own_as_it_is(Class<?> type, Method method) {
    SQLException error = new SQLException("of the driver", "42601");
    journal.fail(method.getName(), error);

    assertThat(catchThrowable(() -> invoke(type, method, Sample.argumentsOf(method))))
        .isSameAs(error);
    assertThat(warm.connection.isClosed()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("methodsWhoseErrorsAreTranslated")
  void tells_the_loss_of_the_connection_in_our_own_words(Class<?> type, Method method) {
    SQLException error = new SQLException("of the driver", "08006");
    journal.fail(method.getName(), error);
    boolean besideAnyStatement = type == Connection.class || type == DatabaseMetaData.class;

    assertThat(catchThrowable(() -> invoke(type, method, Sample.argumentsOf(method))))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("The connection to writer a:5432 (term 1) was lost")
        .hasFieldOrPropertyWithValue("SQLState", besideAnyStatement ? "40001" : "08007")
        .hasFieldOrPropertyWithValue("nextException", null)
        .hasCause(error);
  }

  @ParameterizedTest
  @MethodSource("methodsThatReturnAnObject")
  void leaves_null_null(Class<?> type, Method method) throws Throwable {
    journal.answer(method.getName(), null);

    assertThat(invoke(type, method, Sample.argumentsOf(method))).isNull();
  }

  @ParameterizedTest
  @MethodSource("constants")
  void says_of_the_database_what_the_driver_says_and_asks_at_most_once(Method method)
      throws Throwable {
    DatabaseMetaData driver =
        warm.connection.session().held().orElseThrow().driverConnection().getMetaData();
    Object expected = method.invoke(driver);
    journal.clear();

    Object first = method.invoke(warm.get(DatabaseMetaData.class));
    int asked = calls().size();
    Object second = method.invoke(warm.get(DatabaseMetaData.class));

    assertThat(first).isEqualTo(expected);
    assertThat(second).isEqualTo(expected);
    assertThat(asked).isLessThanOrEqualTo(1);
    assertThat(calls()).hasSize(asked);
  }

  @Test
  void only_four_methods_without_an_SQLException_are_written_by_hand() {
    assertThat(
            methods()
                .map(a -> (Method) a.get()[1])
                .filter(m -> !List.of(m.getExceptionTypes()).contains(SQLException.class))
                .map(JdbcMethods::signature))
        .containsExactlyInAnyOrder(
            "setClientInfo(String,String)",
            "setClientInfo(Properties)",
            "getDriverMajorVersion()",
            "getDriverMinorVersion()");
  }

  private List<Call> calls() {
    return journal.calls().stream()
        .filter(call -> call.on() != Connection.class || !ON_THE_WAY.contains(call.method()))
        .toList();
  }

  private Object invoke(Class<?> type, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(warm.get(type), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Stream<Arguments> methods() {
    return Warm.INTERFACES.stream().flatMap(type -> arguments(type));
  }

  private static Stream<Arguments> arguments(Class<?> type) {
    return JdbcMethods.of(type).map(method -> Arguments.of(type, method));
  }

  static Stream<Arguments> forwardedMethods() {
    return methods().filter(a -> !JdbcMethods.answeredHere((Method) a.get()[1]));
  }

  static Stream<Arguments> methodsWhoseErrorsAreTranslated() {
    return forwardedMethods()
        .filter(a -> !NOT_TRANSLATED.contains(((Method) a.get()[1]).getName()))
        .filter(a -> !isOnTheWayOut((Method) a.get()[1]));
  }

  /** Pools call it when they take a connection back: it never tells a loss. */
  private static boolean isOnTheWayOut(Method method) {
    return method.getDeclaringClass() == Connection.class && method.getName().endsWith("Warnings");
  }

  @Test
  void passes_over_a_loss_where_a_pool_takes_a_connection_back() throws SQLException {
    SQLException loss = new SQLException("This connection has been closed.", "08003");
    journal.fail("clearWarnings", loss);
    warm.connection.clearWarnings();
    journal.fail("getWarnings", loss);
    assertThat((Throwable) warm.connection.getWarnings()).isNull();
    assertThat(warm.connection.isClosed()).isFalse();
  }

  static Stream<Arguments> methodsThatReturnAnObject() {
    return forwardedMethods()
        .filter(a -> !((Method) a.get()[1]).getReturnType().isPrimitive())
        .filter(a -> !((Method) a.get()[1]).getName().equals("executeQuery")); // never null
  }

  /** But for those that differ from connection to connection. */
  static Stream<Method> constants() {
    return JdbcMethods.of(DatabaseMetaData.class)
        .filter(JdbcMethods::isConstant)
        .filter(
            method -> !Set.of("getURL", "getUserName", "isReadOnly").contains(method.getName()));
  }
}
