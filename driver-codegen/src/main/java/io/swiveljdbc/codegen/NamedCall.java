package io.swiveljdbc.codegen;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;

/** How a call of a CallableStatement is kept: its mutable arguments captured, the call a lambda. */
record NamedCall(JdbcMethod method) {

  /** The statements before the lambda, for example {@code Object kept1 = …capture(arg1);}. */
  String captures() {
    return IntStream.range(1, types().size())
        .filter(this::isReference)
        .mapToObj(
            "    Object kept%1$d = ParameterValue.capture(arg%1$d, target != null);\n"::formatted)
        .collect(joining());
  }

  /** The call with what was captured, for example {@code setDate(arg0, (Date) …(kept1, arg0))}. */
  String replay() {
    return IntStream.range(0, types().size())
        .mapToObj(i -> i > 0 && isReference(i) ? kept(i) : JdbcMethod.argument(i))
        .collect(joining(", ", method.name() + "(", ")"));
  }

  private String kept(int position) {
    String type = types().get(position);
    String cast = type.equals("java.lang.Object") ? "" : "(" + type + ") ";
    return cast + "ParameterValue.replay(kept" + position + ", arg0)";
  }

  private boolean isReference(int position) {
    return !method.element().getParameters().get(position).asType().getKind().isPrimitive();
  }

  private List<String> types() {
    return method.parameterTypes();
  }
}
