package io.swiveljdbc.codegen;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;

/** The source of the enum {@code MetadataConstant}. */
record MetadataConstants(List<JdbcMethod> methods) {

  static MetadataConstants of(JdbcInterface databaseMetaData) {
    return new MetadataConstants(
        databaseMetaData.methods().stream().filter(m -> Rule.of(m) == Rule.CONSTANT).toList());
  }

  /** For example {@code SUPPORTS_ANSI92_FULL_SQL} of {@code supportsANSI92FullSQL}. */
  static String nameOf(JdbcMethod method) {
    return method
        .name()
        .replaceAll("([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", "$1$3_$2$4")
        .replaceFirst("^get_", "")
        .toUpperCase(Locale.ROOT);
  }

  String source() {
    return """
        /** What a database says of itself in a value without parameters; ordinal() is its index. */
        @javax.annotation.processing.Generated("io.swiveljdbc.codegen.ForwardingProcessor")
        enum MetadataConstant {
        %s;

          /** Reads it. */
          @org.jspecify.annotations.Nullable Object of(java.sql.DatabaseMetaData target)
              throws java.sql.SQLException {
            return switch (this) {
        %s
            };
          }
        }
        """
        .formatted(
            methods.stream().map(m -> "  " + nameOf(m)).collect(joining(",\n")),
            methods.stream()
                .map(m -> "      case " + nameOf(m) + " -> target." + m.call() + ";")
                .collect(joining("\n")));
  }
}
