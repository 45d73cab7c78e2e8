package io.swiveljdbc.postgres.differential;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every method of DatabaseMetaData, with arguments that find the tables of the test. */
final class MetadataPrograms {

  /** What differs by design: the URL is that of one host, the connection is the logical one. */
  private static final Set<String> DIFFERENT = Set.of("getURL", "getConnection");

  private MetadataPrograms() {}

  static Stream<Program> all() {
    return Arrays.stream(DatabaseMetaData.class.getMethods())
        .filter(method -> !DIFFERENT.contains(method.getName()))
        .sorted(Comparator.comparing(Method::toString))
        .flatMap(MetadataPrograms::of);
  }

  private static Stream<Program> of(Method method) {
    return method.getParameterCount() == 0
        ? Stream.of(program(method, false))
        : Stream.of(program(method, false), program(method, true));
  }

  private static Program program(Method method, boolean named) {
    return new Program(
        "metadata " + method.getName() + (named ? " of a table" : ""),
        (connection, seen) ->
            seen.call(
                method.getName(),
                () ->
                    method.invoke(
                        connection.getMetaData(),
                        Arrays.stream(method.getParameterTypes())
                            .map(type -> argument(type, named))
                            .toArray())));
  }

  private static @Nullable Object argument(Class<?> type, boolean named) {
    if (type == String.class) {
      return named ? "goods" : null;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == boolean.class) {
      return true;
    }
    return null;
  }
}
