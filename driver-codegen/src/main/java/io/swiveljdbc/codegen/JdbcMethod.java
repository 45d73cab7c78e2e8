package io.swiveljdbc.codegen;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;
import javax.lang.model.element.ExecutableElement;

/** One method of a JDBC interface as the text that overrides and calls it. */
record JdbcMethod(String owner, ExecutableElement element) {

  static final String SQL_EXCEPTION = "java.sql.SQLException";

  String name() {
    return element.getSimpleName().toString();
  }

  String returnType() {
    return element.getReturnType().toString();
  }

  List<String> parameterTypes() {
    return element.getParameters().stream().map(p -> p.asType().toString()).toList();
  }

  /** A subclass of it does not count: an override could not throw what translate() returns. */
  boolean throwsSqlException() {
    return element.getThrownTypes().stream().anyMatch(t -> t.toString().equals(SQL_EXCEPTION));
  }

  boolean isSetterBy(String firstParameterType) {
    return name().startsWith("set")
        && returnType().equals("void")
        && isFirstParameter(firstParameterType);
  }

  boolean isFirstParameter(String type) {
    return !parameterTypes().isEmpty() && parameterTypes().get(0).equals(type);
  }

  /** For example {@code <T> T getObject(int arg0, java.lang.Class<T> arg1)}. */
  String signature() {
    String variables =
        element.getTypeParameters().isEmpty()
            ? ""
            : element.getTypeParameters().stream()
                .map(Object::toString)
                .collect(joining(", ", "<", "> "));
    List<String> types = parameterTypes();
    return IntStream.range(0, types.size())
        .mapToObj(i -> types.get(i) + " " + argument(i))
        .collect(joining(", ", variables + returnType() + " " + name() + "(", ")"));
  }

  /** For example {@code getObject(arg0, arg1)}. */
  String call() {
    return IntStream.range(0, parameterTypes().size())
        .mapToObj(JdbcMethod::argument)
        .collect(joining(", ", name() + "(", ")"));
  }

  /** The compiler does not know the real names: they are not in the JDK's class files. */
  static String argument(int position) {
    return "arg" + position;
  }
}
