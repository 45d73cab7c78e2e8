package io.swiveljdbc.postgres.differential;

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
import java.util.UUID;
import java.util.stream.Stream;

/** Every getter on every type, every setter with fitting and unfitting values. */
final class TypePrograms {

  private static final List<String> VALUES =
      List.of(
          "true",
          "7::int2",
          "-7::int4",
          "9223372036854775807::int8",
          "1.5::float4",
          "'NaN'::float8",
          "12.50::numeric(10,2)",
          "1e30::numeric",
          "'text'::text",
          "''::varchar(9)",
          "'ab'::char(5)",
          "'\\x00ff'::bytea",
          "'2026-11-26'::date",
          "'infinity'::date",
          "'12:34:56.789'::time",
          "'12:34:56+02'::timetz",
          "'2026-11-26 12:34:56.123456'::timestamp",
          "'2026-11-26 12:34:56+02'::timestamptz",
          "'1 day 2 hours'::interval",
          "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
          "'{\"a\":1}'::jsonb",
          "'<a/>'::xml",
          "B'101'",
          "ARRAY[1,2,NULL]::int4[]",
          "ARRAY['a','b']::text[][]",
          "ROW(1,'a')",
          "'(1,2)'::point",
          "'192.168.0.1'::inet",
          "'12.34'::money",
          "int4range(1,5)",
          "NULL::int4",
          "NULL::text");

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

  private static final List<String> CASTS =
      List.of("text", "int4", "numeric", "timestamptz", "bytea", "bool", "date", "uuid");

  private TypePrograms() {}

  static Stream<Program> all() {
    return Stream.of(getters(), objects(), setters(), streams()).flatMap(all -> all);
  }

  private static Stream<Program> getters() {
    return VALUES.stream()
        .map(
            value ->
                new Program(
                    "getters of " + value,
                    (connection, seen) -> {
                      try (Statement statement = connection.createStatement();
                          ResultSet row = statement.executeQuery("SELECT " + value + " AS v")) {
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

  private static Stream<Program> objects() {
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
    return VALUES.stream()
        .map(
            value ->
                new Program(
                    "objects of " + value,
                    (connection, seen) -> {
                      try (Statement statement = connection.createStatement();
                          ResultSet row = statement.executeQuery("SELECT " + value)) {
                        row.next();
                        for (Class<?> type : types) {
                          seen.call(type.getSimpleName(), () -> row.getObject(1, type));
                        }
                      }
                    }));
  }

  private static Stream<Program> setters() {
    return ARGUMENTS.stream()
        .map(
            argument ->
                new Program(
                    "setObject of " + argument.getClass().getSimpleName() + " " + shown(argument),
                    (connection, seen) -> {
                      for (String cast : CASTS) {
                        try (PreparedStatement query =
                            connection.prepareStatement("SELECT ?::" + cast)) {
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

  private static Stream<Program> streams() {
    return Stream.of(
        new Program(
            "streams",
            (connection, seen) -> {
              try (PreparedStatement query =
                  connection.prepareStatement("SELECT ?::bytea, ?::text, ?::text")) {
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
        new Program(
            "nulls",
            (connection, seen) -> {
              try (PreparedStatement query = connection.prepareStatement("SELECT ?::int4, ?")) {
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
