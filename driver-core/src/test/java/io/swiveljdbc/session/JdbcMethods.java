package io.swiveljdbc.session;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** The methods of the JDBC interfaces of the running JDK, and which of them Swivel answers. */
final class JdbcMethods {

  private static final Set<String> OF_CONNECTION =
      Set.of(
          "createStatement()",
          "createStatement(int,int)",
          "createStatement(int,int,int)",
          "prepareStatement(String)",
          "prepareStatement(String,int)",
          "prepareStatement(String,int[])",
          "prepareStatement(String,String[])",
          "prepareStatement(String,int,int)",
          "prepareStatement(String,int,int,int)",
          "prepareCall(String)",
          "prepareCall(String,int,int)",
          "prepareCall(String,int,int,int)",
          "setAutoCommit(boolean)",
          "getAutoCommit()",
          "commit()",
          "rollback()",
          "setReadOnly(boolean)",
          "isReadOnly()",
          "setTransactionIsolation(int)",
          "getTransactionIsolation()",
          "setSchema(String)",
          "getSchema()",
          "setCatalog(String)",
          "getCatalog()",
          "setHoldability(int)",
          "getHoldability()",
          "setNetworkTimeout(Executor,int)",
          "getNetworkTimeout()",
          "setTypeMap(Map)",
          "getTypeMap()",
          "setClientInfo(String,String)",
          "setClientInfo(Properties)",
          "getClientInfo(String)",
          "getClientInfo()",
          "getMetaData()",
          "isValid(int)",
          "isClosed()",
          "close()",
          "abort(Executor)",
          "beginRequest()",
          "endRequest()");

  private static final Set<String> OF_STATEMENT =
      Set.of(
          "getConnection()",
          "addBatch(String)",
          "clearBatch()",
          "executeBatch()",
          "executeLargeBatch()",
          "isCloseOnCompletion()",
          "isClosed()");

  private static final Set<String> OF_META_DATA =
      Set.of("getConnection()", "getDriverMajorVersion()", "getDriverMinorVersion()");

  /** Written by hand in JdbcObject, and tested with it. */
  private static final Set<String> OF_WRAPPER = Set.of("unwrap(Class)", "isWrapperFor(Class)");

  private JdbcMethods() {}

  /** All that the interface and those above it have, default methods among them. */
  static Stream<Method> of(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isSynthetic());
  }

  /** Whether Swivel answers the method itself, so that the driver's is not called for it. */
  static boolean answeredHere(Method method) {
    Class<?> owner = method.getDeclaringClass();
    String signature = signature(method);
    if (owner == Connection.class) {
      return OF_CONNECTION.contains(signature);
    } else if (owner == Statement.class) {
      return OF_STATEMENT.contains(signature);
    } else if (owner == PreparedStatement.class) {
      return signature.equals("addBatch()");
    } else if (owner == DatabaseMetaData.class) {
      return OF_META_DATA.contains(signature) || isConstant(method);
    }
    return OF_WRAPPER.contains(signature);
  }

  /** Whether it says something of the database that never changes, and is asked once. */
  static boolean isConstant(Method method) {
    Class<?> type = method.getReturnType();
    return method.getDeclaringClass() == DatabaseMetaData.class
        && method.getParameterCount() == 0
        && method.getExceptionTypes().length > 0
        && (type.isPrimitive() || type == String.class);
  }

  static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(joining(",", "(", ")"));
  }
}
