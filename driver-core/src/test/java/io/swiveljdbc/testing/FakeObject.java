package io.swiveljdbc.testing;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A JDBC object of the target driver: it knows just enough of what the method called means. */
final class FakeObject implements InvocationHandler {

  private static final List<Class<?>> KINDS =
      List.of(
          Statement.class,
          PreparedStatement.class,
          CallableStatement.class,
          ResultSet.class,
          Blob.class,
          Clob.class,
          java.sql.Array.class,
          ResultSetMetaData.class,
          ParameterMetaData.class,
          DatabaseMetaData.class);

  private final FakeSession session;
  private final Class<?> type;
  private final String sql;
  private final List<String> batch = new ArrayList<>();
  private boolean closed;
  private boolean delivered;

  private FakeObject(FakeSession session, Class<?> type, String sql) {
    this.session = session;
    this.type = type;
    this.sql = sql;
  }

  static <T> T of(FakeSession session, Class<T> type, String sql) {
    return type.cast(
        Proxy.newProxyInstance(
            FakeObject.class.getClassLoader(),
            new Class<?>[] {type},
            new FakeObject(session, type, sql)));
  }

  FakeSession session() {
    return session;
  }

  @Override
  public Object invoke(Object self, Method method, Object[] arguments) throws SQLException {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> self == arguments[0];
        case "hashCode" -> System.identityHashCode(self);
        default -> "a " + type.getSimpleName() + " of the driver";
      };
    }
    Journal journal = Journal.current().orElse(null);
    if (journal != null) {
      journal.write(type, method, arguments);
    }
    Object result = act(method, arguments);
    return journal != null && journal.answers(method) ? journal.answer() : result;
  }

  private Object act(Method method, Object[] arguments) throws SQLException {
    if (method.getName().equals("isClosed")) {
      return closed || session.knownToBeClosed();
    }
    if (type == Connection.class) {
      return ofConnection(method, arguments);
    }
    if (method.getName().startsWith("execute")) {
      return executed(method, arguments);
    }
    switch (method.getName()) {
      case "close" -> closed = true;
      case "addBatch" -> batch.add(arguments == null ? sql : (String) arguments[0]);
      case "clearBatch" -> batch.clear();
      case "next" -> {
        session.server().arrive(session, "next");
        delivered = !delivered;
        return delivered;
      }
      case "getObject" -> {
        boolean kind = arguments.length == 2 && KINDS.contains(arguments[1]);
        return kind ? of(session, (Class<?>) arguments[1], sql) : null;
      }
      case "getString" -> {
        return session.server().name();
      }
      default -> {}
    }
    return plain(method, sql);
  }

  private Object executed(Method method, Object[] arguments) throws SQLException {
    if (!method.getName().endsWith("Batch")) {
      boolean hasText = arguments != null && arguments[0] instanceof String;
      session.execute(hasText ? (String) arguments[0] : sql);
      return plain(method, sql);
    }
    try {
      for (String text : batch) {
        session.execute(text);
      }
      return plain(method, sql);
    } catch (SQLException e) {
      // As pgjdbc does it: the reason is the next exception.
      int[] counts = {1, Statement.EXECUTE_FAILED};
      BatchUpdateException failed =
          new BatchUpdateException("Batch entry 1 was aborted", e.getSQLState(), 0, counts, e);
      failed.setNextException(e);
      throw failed;
    }
  }

  private Object ofConnection(Method method, Object[] arguments) throws SQLException {
    switch (method.getName()) {
      case "close" -> session.close();
      case "commit" -> session.end("COMMIT");
      case "rollback" -> {
        if (arguments == null) {
          session.end("ROLLBACK");
        } else {
          session.execute("ROLLBACK TO s");
        }
      }
      case "setSavepoint" -> {
        session.execute("SAVEPOINT s");
        return of(session, Savepoint.class, null);
      }
      case "setAutoCommit" -> session.setAutoCommit((Boolean) arguments[0]);
      case "setReadOnly" -> session.setReadOnly((Boolean) arguments[0]);
      case "setNetworkTimeout" -> session.setNetworkTimeout((Integer) arguments[1]);
      case "setSchema" -> session.execute("SET search_path");
      default -> {
        return answerOfConnection(method, arguments);
      }
    }
    return plain(method, null);
  }

  private Object answerOfConnection(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "isValid" -> session.isValid();
      case "getAutoCommit" -> session.autoCommit();
      case "isReadOnly" -> session.readOnly();
      case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
      case "getSchema" -> "public";
      case "getCatalog" -> "shop";
      case "getHoldability" -> ResultSet.CLOSE_CURSORS_AT_COMMIT;
      case "getClientInfo" -> arguments == null ? new Properties() : null;
      case "getTypeMap" -> Map.of();
      default -> plain(method, arguments == null ? null : String.valueOf(arguments[0]));
    };
  }

  /** An object of the kind that the method returns; else as little as there is of the type. */
  private Object plain(Method method, String text) {
    Class<?> wanted = method.getReturnType();
    if (KINDS.contains(wanted)) {
      return of(session, wanted, text);
    }
    if (wanted == Connection.class) {
      return session.connection();
    }
    if (type == DatabaseMetaData.class) {
      return ofMetaData(method);
    }
    if (wanted == int[].class) {
      return batch.stream().mapToInt(entry -> 1).toArray();
    }
    boolean primitive = wanted.isPrimitive() && wanted != void.class;
    return primitive ? Array.get(Array.newInstance(wanted, 1), 0) : null;
  }

  /** Something that only this method says. */
  private static Object ofMetaData(Method method) {
    Class<?> wanted = method.getReturnType();
    if (wanted == String.class) {
      return method.getName().equals("getDriverVersion") ? "42.7" : method.getName();
    }
    int hash = method.getName().hashCode();
    return wanted == boolean.class
        ? (Object) (hash % 2 == 0)
        : wanted == int.class ? (Object) hash : wanted == long.class ? (Object) (long) hash : null;
  }
}
