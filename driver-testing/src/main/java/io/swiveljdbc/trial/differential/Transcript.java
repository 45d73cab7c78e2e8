package io.swiveljdbc.trial.differential;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a program could observe, line by line. */
public final class Transcript {

  private final String passing;
  private final List<String> lines = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param passing a regular expression for what is named in another way each time
   */
  public Transcript(String passing) {
    this.passing = passing;
  }

  /** A call with a result. */
  public interface Call {
    @Nullable Object make() throws Exception;
  }

  /** A call without one. */
  public interface Step {
    void take() throws Exception;
  }

  /** Makes a call, and writes down what came of it. */
  public void call(String name, Call call) {
    try {
      add(name + " = " + show(call.make()));
    } catch (Exception e) {
      add(name + " ! " + show(e));
    }
  }

  private void add(String line) {
    lines.add(line.replaceAll(passing, "…"));
  }

  /** The same for a call without a result. */
  public void step(String name, Step step) {
    call(
        name,
        () -> {
          step.take();
          return "done";
        });
  }

  List<String> lines() {
    return lines;
  }

  private static String show(Exception e) {
    if (e instanceof java.lang.reflect.InvocationTargetException wrapped
        && wrapped.getCause() instanceof Exception cause) {
      return show(cause);
    }
    StringBuilder shown = new StringBuilder(className(e));
    if (e instanceof SQLException sql) {
      shown.append(' ').append(sql.getSQLState()).append(' ').append(sql.getErrorCode());
      shown.append(": ").append(sql.getMessage());
      if (sql instanceof BatchUpdateException batch) {
        shown.append(' ').append(Arrays.toString(batch.getUpdateCounts()));
      }
      if (sql.getNextException() != null) {
        shown.append(" next ").append(show(sql.getNextException()));
      }
    }
    return shown.toString();
  }

  /** Of an error that is Swivel's own the class is JDBC's, where a driver has one of its own. */
  private static String className(Exception e) {
    Class<?> type = e.getClass();
    while (!type.getName().startsWith("java.")) {
      type = type.getSuperclass();
    }
    return type == SQLNonTransientConnectionException.class
        ? SQLException.class.getSimpleName()
        : type.getSimpleName();
  }

  /** A value in words; a result set is read to its end. */
  @SuppressWarnings("JavaUtilDate") // these are JDBC's own types
  public static String show(@Nullable Object value) throws Exception {
    if (value instanceof ResultSet rows) {
      return rows(rows);
    }
    if (value instanceof ResultSetMetaData columns) {
      return columns(columns);
    }
    if (value instanceof ParameterMetaData parameters) {
      return parameters(parameters);
    }
    if (value instanceof SQLWarning warning) {
      return "warning " + warning.getSQLState() + ": " + warning.getMessage();
    }
    if (value instanceof java.sql.Array array) {
      return array.getBaseTypeName() + " " + show(array.getArray());
    }
    if (value instanceof InputStream stream) {
      return "bytes " + new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    if (value instanceof Reader reader) {
      return "characters " + read(reader);
    }
    if (value instanceof SQLXML xml) {
      return "xml " + xml.getString();
    }
    if (value instanceof Blob || value instanceof Clob) {
      return value instanceof Blob ? "a Blob" : "a Clob";
    }
    if (value instanceof Savepoint || value instanceof Statement || value instanceof Connection) {
      return "an object";
    }
    if (value instanceof Properties properties) {
      return new TreeMap<>(properties).toString();
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map).toString();
    }
    return value != null && value.getClass().isArray() ? elements(value) : named(value);
  }

  private static String named(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
  }

  private static String elements(Object array) throws Exception {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(show(Array.get(array, i)));
    }
    return array.getClass().getComponentType().getSimpleName() + elements;
  }

  private static String read(Reader reader) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  private static String rows(ResultSet rows) throws Exception {
    StringBuilder shown = new StringBuilder(columns(rows.getMetaData()));
    shown.append(' ').append(rows.getType()).append('/').append(rows.getConcurrency());
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      shown.append("\n    ").append(rows.getRow()).append(':');
      for (int column = 1; column <= columns; column++) {
        shown.append(' ').append(rows.getString(column)).append(rows.wasNull() ? " (null)" : "");
      }
    }
    return shown.toString();
  }

  private static String columns(ResultSetMetaData columns) throws SQLException {
    List<String> shown = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      shown.add(
          "%s %s %d %s %d/%d null %d auto %s signed %s"
              .formatted(
                  columns.getColumnLabel(i),
                  columns.getColumnTypeName(i),
                  columns.getColumnType(i),
                  columns.getColumnClassName(i),
                  columns.getPrecision(i),
                  columns.getScale(i),
                  columns.isNullable(i),
                  columns.isAutoIncrement(i),
                  columns.isSigned(i)));
    }
    return shown.toString();
  }

  private static String parameters(ParameterMetaData parameters) throws SQLException {
    List<String> shown = new ArrayList<>();
    for (int i = 1; i <= parameters.getParameterCount(); i++) {
      shown.add(parameters.getParameterTypeName(i) + " " + parameters.getParameterClassName(i));
    }
    return shown.toString();
  }
}
