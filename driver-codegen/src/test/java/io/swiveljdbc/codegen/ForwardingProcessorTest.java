package io.swiveljdbc.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written for a tiny package; that it is right for all of JDBC is tested in driver-core.
 */
class ForwardingProcessorTest {

  private static final String JDBC_OBJECT =
      """
      package tiny;
      abstract class JdbcObject<T extends java.sql.Wrapper> implements java.sql.Wrapper {
        abstract T delegate() throws java.sql.SQLException;
        abstract java.sql.SQLException translate(java.sql.SQLException error);
      }
      """;

  private static final String NULLABLE =
      """
      package org.jspecify.annotations;
      @java.lang.annotation.Target(java.lang.annotation.ElementType.TYPE_USE)
      public @interface Nullable {}
      """;

  @TempDir private Path sources;
  @TempDir private Path output;

  @BeforeEach
  void write_what_the_generated_classes_need() throws IOException {
    Files.writeString(sources.resolve("JdbcObject.java"), JDBC_OBJECT);
    Files.writeString(sources.resolve("Nullable.java"), NULLABLE);
    Files.writeString(
        sources.resolve("ParameterSlots.java"), "package tiny; abstract class ParameterSlots {}");
  }

  @Test
  void the_classes_compile_and_mirror_the_interfaces() throws Exception {
    generate("java.sql.Connection.class, java.sql.Statement.class, java.sql.ResultSet.class");

    assertThat(generated())
        .containsExactly(
            "ForwardingConnection.java", "ForwardingResultSet.java", "ForwardingStatement.java");
    assertThat(output.resolve("tiny/ForwardingStatement.class")).exists();
    assertThat(source("ForwardingStatement"))
        .contains("abstract class ForwardingStatement extends JdbcObject<java.sql.Statement>");
  }

  @Test
  void a_method_calls_its_like_wraps_and_translates() throws Exception {
    generate("java.sql.Statement.class, java.sql.ResultSet.class");

    assertThat(source("ForwardingStatement"))
        .contains(
            """
              @Override
              public java.sql.ResultSet getResultSet() throws java.sql.SQLException {
                java.sql.Statement target = delegate();
                try {
                  java.sql.ResultSet result = target.getResultSet();
                  return result == null ? null : wrap(result);
                } catch (java.sql.SQLException e) {
                  throw translate(e);
                }
              }
            """);
  }

  @Test
  void what_is_not_asked_for_is_not_wrapped() throws Exception {
    generate("java.sql.Statement.class");

    assertThat(source("ForwardingStatement"))
        .contains("return target.getResultSet();")
        .doesNotContain("wrap(");
  }

  @Test
  void methods_without_an_SQLException_stay_abstract() throws Exception {
    generate("java.sql.Connection.class");

    assertThat(source("ForwardingConnection"))
        .contains("getClientInfo(")
        .doesNotContain("setClientInfo(");
  }

  @Test
  void the_same_input_gives_the_same_text() throws Exception {
    generate("java.sql.Connection.class");
    String first = source("ForwardingConnection");
    generate("java.sql.Connection.class");

    assertThat(source("ForwardingConnection")).isEqualTo(first);
  }

  @Test
  void a_parent_is_generic_and_records_come_with_the_prepared_statement() throws Exception {
    process("java.sql.Statement.class, java.sql.PreparedStatement.class");

    assertThat(generated())
        .containsExactly(
            "ForwardingPreparedStatement.java", "ForwardingStatement.java", "Parameters.java");
    assertThat(source("ForwardingStatement")).contains("<S extends java.sql.Statement>");
    assertThat(source("ForwardingPreparedStatement"))
        .contains("extends ForwardingStatement<java.sql.PreparedStatement>");
    assertThat(source("Parameters"))
        .contains("void setInt(int arg0, int arg1)")
        .contains("target.setDouble(arg0, Double.longBitsToDouble(bits(arg0)));");
  }

  @Test
  void constants_are_named_as_constants_are() throws Exception {
    process("java.sql.DatabaseMetaData.class");

    assertThat(source("MetadataConstant"))
        .contains("case SUPPORTS_ANSI92_FULL_SQL -> target.supportsANSI92FullSQL();")
        .contains("case URL -> target.getURL();")
        .contains("case MAX_ROW_SIZE -> target.getMaxRowSize();");
    assertThat(source("ForwardingDatabaseMetaData"))
        .contains("return (int) constant(MetadataConstant.MAX_ROW_SIZE);");
  }

  /** Generates and compiles. */
  private void generate(String interfaces, String... options) throws IOException {
    Files.writeString(
        sources.resolve("package-info.java"),
        "@io.swiveljdbc.codegen.GenerateForwarding({%s}) package tiny;".formatted(interfaces));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              messages,
              files,
              null,
              Stream.concat(
                      Stream.of("-d", output.toString(), "--release", "17"), Arrays.stream(options))
                  .toList(),
              null,
              files.getJavaFileObjects(sources()));
      task.setProcessors(List.of(new ForwardingProcessor()));
      assertThat(task.call()).as(messages.toString()).isTrue();
    }
  }

  private Path[] sources() throws IOException {
    try (Stream<Path> files = Files.list(sources)) {
      return files.toArray(Path[]::new);
    }
  }

  /** Generates only: the stand-ins here are too simple for the records to compile. */
  private void process(String interfaces) throws IOException {
    generate(interfaces, "-proc:only");
  }

  private String source(String className) throws IOException {
    return Files.readString(output.resolve("tiny/" + className + ".java"));
  }

  private List<String> generated() throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("tiny"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .sorted()
          .toList();
    }
  }
}
