package io.swiveljdbc.trial.differential;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Every getter on every type, every setter with fitting and unfitting values. */
public final class TypePrograms {

  private static final List<Object> ARGUMENTS =
      List.of(
          true,
          (byte) 7,
          (short) 7,
          7,
          7L,
          1.5f,
          1.5,
          new BigDecimal("12.50"),
          "text",
          "7",
          new byte[] {0, 1},
          Date.valueOf("2026-11-26"),
          Time.valueOf("12:34:56"),
          Timestamp.valueOf("2026-11-26 12:34:56.5"),
          LocalDate.of(2026, 11, 26),
          LocalDateTime.of(2026, 11, 26, 12, 34, 56),
          OffsetDateTime.parse("2026-11-26T12:34:56+02:00"),
          UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
          'x',
          new Object());

  private TypePrograms() {}

  /**
   * Programs that read and write values.
   *
   * @param values expressions of all types, to be read
   * @param from stands behind them in a query: a table with one row, or nothing
   * @param parameters expressions with one parameter, to be set, by their names
   */
  public static Stream<Program> all(
      List<String> values, String from, Map<String, String> parameters) {
    return Stream.of(getters(values, from), objects(values, from), setters(parameters))
        .flatMap(all -> all);
  }

  private static Stream<Program> getters(List<String> values, String from) {
    return values.stream()
        .map(
            value ->
                Program.reading(
                    "getters of " + value,
                    (connection, seen) -> {
                      try (Statement statement = connection.createStatement();
                          ResultSet row =
                              statement.executeQuery("SELECT " + value + " AS v" + from)) {
                        row.next();
                        gettersOf(ResultSet.class)
                            .forEach(get -> seen.call(get.getName(), () -> get.invoke(row, 1)));
                        seen.call("wasNull", row::wasNull);
                        seen.call("by name", () -> row.getObject("V"));
                        seen.call("no such", () -> row.getObject("w"));
                        seen.call("beyond", () -> row.getObject(2));
                        seen.call("columns", row::getMetaData);
                      }
                    }));
  }

  private static Stream<Method> gettersOf(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().startsWith("get"))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {int.class}))
        .filter(method -> method.getReturnType() != void.class)
        .sorted(Comparator.comparing(Method::getName));
  }

  private static Stream<Program> objects(List<String> values, String from) {
    List<Class<?>> types =
        List.of(
            String.class,
            Integer.class,
            Long.class,
            BigDecimal.class,
            Boolean.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            UUID.class,
            byte[].class,
            Thread.class);
    return values.stream()
        .map(
            value ->
                Program.reading(
                    "objects of " + value,
                    (connection, seen) -> {
                      try (Statement statement = connection.createStatement();
                          ResultSet row = statement.executeQuery("SELECT " + value + from)) {
                        row.next();
                        for (Class<?> type : types) {
                          seen.call(type.getSimpleName(), () -> row.getObject(1, type));
                        }
                      }
                    }));
  }

  private static Stream<Program> setters(Map<String, String> parameters) {
    return ARGUMENTS.stream()
        .map(
            argument ->
                Program.reading(
                    "setObject of " + argument.getClass().getSimpleName() + " " + shown(argument),
                    (connection, seen) -> {
                      for (String cast : parameters.keySet()) {
                        try (PreparedStatement query =
                            connection.prepareStatement("SELECT " + parameters.get(cast))) {
                          seen.call(
                              cast,
                              () -> {
                                query.setObject(1, argument);
                                return query.executeQuery();
                              });
                          for (int type : new int[] {Types.VARCHAR, Types.INTEGER, Types.NUMERIC}) {
                            seen.call(
                                cast + " as " + type,
                                () -> {
                                  query.setObject(1, argument, type);
                                  return query.executeQuery();
                                });
                          }
                        }
                      }
                    }));
  }

  private static String shown(Object argument) {
    return argument.getClass() == Object.class || argument instanceof byte[]
        ? ""
        : argument.toString();
  }

  /**
   * Programs with parameters of more than one kind.
   *
   * @param streams a query with parameters for bytes and two texts
   * @param nulls a query with parameters for a number and a text
   */
  public static Stream<Program> several(String streams, String nulls) {
    return Stream.of(
        Program.reading(
            "streams",
            (connection, seen) -> {
              try (PreparedStatement query = connection.prepareStatement(streams)) {
                seen.call(
                    "all",
                    () -> {
                      byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
                      query.setBinaryStream(1, new ByteArrayInputStream(bytes), 5);
                      query.setCharacterStream(2, new StringReader("characters"), 10);
                      query.setCharacterStream(3, new StringReader("all of it"));
                      return query.executeQuery();
                    });
              }
            }),
        Program.reading(
            "nulls",
            (connection, seen) -> {
              try (PreparedStatement query = connection.prepareStatement(nulls)) {
                seen.call("one is not set", query::executeQuery);
                seen.call(
                    "set",
                    () -> {
                      query.setNull(1, Types.INTEGER);
                      query.setNull(2, Types.VARCHAR);
                      return query.executeQuery();
                    });
                seen.call("parameters", query::getParameterMetaData);
                seen.call("columns", query::getMetaData);
                seen.step("clear", query::clearParameters);
                seen.call("cleared", query::executeQuery);
              }
            }));
  }
}
