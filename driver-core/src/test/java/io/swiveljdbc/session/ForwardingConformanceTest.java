package io.swiveljdbc.session;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.session.RecordingDriver.Call;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of the six interfaces, as the running JDK has them: on a JDK newer than the one
 * whose interfaces we were generated from, this is the alarm that a method was added.
 */
class ForwardingConformanceTest {

  private static final List<Class<? extends Wrapper>> INTERFACES =
      List.of(
          Connection.class,
          Statement.class,
          PreparedStatement.class,
          CallableStatement.class,
          ResultSet.class,
          DatabaseMetaData.class);

  /** Written by hand: an error of theirs is no SQLException that could be translated. */
  private static final Set<String> LEFT_ABSTRACT =
      Set.of(
          "Connection.setClientInfo(String,String)",
          "Connection.setClientInfo(Properties)",
          "DatabaseMetaData.getDriverMajorVersion()",
          "DatabaseMetaData.getDriverMinorVersion()");

  /** Written by hand in JdbcObject, and tested with it. */
  private static final Set<String> OF_JDBC_OBJECT = Set.of("unwrap", "isWrapperFor");

  /** The same object; only primitives are boxed anew on their way through reflection. */
  private static final Comparator<Object> SAME =
      (one, other) ->
          one == other || ((one instanceof Number || one instanceof Boolean) && one.equals(other))
              ? 0
              : 1;

  private final RecordingDriver driver = new RecordingDriver();

  @ParameterizedTest
  @MethodSource("forwardedMethods")
  void calls_the_same_method_and_hands_back_its_result(Class<?> type, Method method)
      throws Throwable {
    Object[] arguments = Sample.argumentsOf(method);
    driver.answer = Sample.of(method.getReturnType(), 7);

    Object result = invoke(type, method, arguments);

    assertThat(driver.calls).containsExactly(Call.of(method, arguments));
    assertThat(driver.calls.get(0).arguments())
        .usingElementComparator(SAME)
        .containsExactly(arguments);
    Object expected = driver.wrapped(driver.answer);
    assertThat(result).usingComparator(SAME).isEqualTo(expected);
    assertThat(expected != driver.answer)
        .as("passed through wrap")
        .isEqualTo(INTERFACES.contains(method.getReturnType()));
  }

  @ParameterizedTest
  @MethodSource("forwardedMethods")
  void translates_an_error(Class<?> type, Method method) {
    driver.error = new SQLException("of the driver");

    Throwable thrown = catchThrowable(() -> invoke(type, method, Sample.argumentsOf(method)));

    assertThat(thrown).isInstanceOf(SQLException.class).hasMessage("translated");
    assertThat(thrown).hasCause(driver.error);
  }

  @ParameterizedTest
  @MethodSource("methodsThatNeedADelegate")
  void leaves_an_error_of_reaching_the_delegate_as_it_is(Class<?> type, Method method) {
    driver.unreachable = new SQLException("no writer");

    assertThat(catchThrowable(() -> invoke(type, method, Sample.argumentsOf(method))))
        .isSameAs(driver.unreachable);
  }

  @ParameterizedTest
  @MethodSource("methodsThatReturnAnObject")
  void leaves_null_null(Class<?> type, Method method) throws Throwable {
    driver.answer = null;

    assertThat(invoke(type, method, Sample.argumentsOf(method))).isNull();
  }

  @Test
  void only_the_four_without_an_SQLException_are_left_to_be_written_by_hand() {
    assertThat(methods().filter(a -> !throwsSqlException(method(a))).map(a -> name(method(a))))
        .containsExactlyInAnyOrderElementsOf(LEFT_ABSTRACT);
  }

  private Object invoke(Class<?> type, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(Forwarded.ALL.get(type).apply(driver), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static Stream<Arguments> forwardedMethods() {
    return methods()
        .filter(a -> !LEFT_ABSTRACT.contains(name(method(a))))
        .filter(a -> !OF_JDBC_OBJECT.contains(method(a).getName()));
  }

  static Stream<Arguments> methodsThatNeedADelegate() {
    return forwardedMethods().filter(a -> !RecordedSettersTest.isRecorded(method(a)));
  }

  static Stream<Arguments> methodsThatReturnAnObject() {
    return forwardedMethods().filter(a -> !method(a).getReturnType().isPrimitive());
  }

  private static Stream<Arguments> methods() {
    return INTERFACES.stream()
        .flatMap(
            type ->
                Arrays.stream(type.getMethods())
                    .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isSynthetic())
                    .map(m -> Arguments.of(type, m)));
  }

  private static Method method(Arguments arguments) {
    return (Method) arguments.get()[1];
  }

  private static boolean throwsSqlException(Method method) {
    return List.of(method.getExceptionTypes()).contains(SQLException.class);
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(joining(",", "(", ")"));
  }
}
