package io.swiveljdbc.trial.differential;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every method of DatabaseMetaData, with arguments that find the tables of the test. */
public final class MetadataPrograms {

  private MetadataPrograms() {}

  /** One for all methods without parameters, and one for each other method. */
  public static Stream<Program> all() {
    List<Method> methods =
        Arrays.stream(DatabaseMetaData.class.getMethods())
            .sorted(Comparator.comparing(Method::toString))
            .toList();
    Stream<Program> constants =
        Stream.of(
            program("constants", methods.stream().filter(m -> m.getParameterCount() == 0).toList()),
            Program.reading(
                "metadata of a connection",
                (connection, seen) ->
                    seen.call(
                        "itself", () -> connection.getMetaData().getConnection() == connection)));
    return Stream.concat(
        constants,
        methods.stream()
            .filter(method -> method.getParameterCount() > 0)
            .map(method -> program(method.getName(), List.of(method))));
  }

  private static Program program(String name, List<Method> methods) {
    return Program.reading(
        "metadata " + name,
        (connection, seen) -> {
          for (Method method : methods) {
            for (Named named : Named.of(method)) {
              seen.call(
                  method.getName() + named.inWords,
                  () ->
                      method.invoke(
                          connection.getMetaData(), arguments(method.getParameterTypes(), named)));
            }
          }
        });
  }

  private static @Nullable Object[] arguments(Class<?>[] types, Named named) {
    @Nullable Object[] arguments = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (types[i] == String.class) {
        arguments[i] = named.name(i);
      } else if (types[i] == int.class) {
        arguments[i] = 1;
      } else if (types[i] == boolean.class) {
        arguments[i] = true;
      }
    }
    return arguments;
  }

  /** What is asked for by name. */
  private enum Named {
    NOTHING(""),
    ALL(" of a table"),
    /** Catalog and schema stand before it. */
    THE_THIRD(" of a table, wherever it is");

    private final String inWords;

    Named(String inWords) {
      this.inWords = inWords;
    }

    /** Those that differ where this method is called. */
    private static List<Named> of(Method method) {
      return method.getParameterCount() == 0 ? List.of(NOTHING) : List.of(values());
    }

    private @Nullable String name(int position) {
      return this == ALL || (this == THE_THIRD && position == 2) ? "goods" : null;
    }
  }
}
