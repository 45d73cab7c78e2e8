package io.swiveljdbc.codegen;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How one setter is kept in a slot of {@code Parameters} and called again from it: its number says
 * which setter, its primitive arguments are packed into one long, its objects are two references.
 */
record RecordedSetter(int number, JdbcMethod method) {

  private static final Map<String, String> TO_BITS =
      Map.of(
          "boolean", "%s ? 1 : 0",
          "float", "Float.floatToRawIntBits(%s)",
          "double", "Double.doubleToRawLongBits(%s)");

  private static final Map<String, String> FROM_BITS =
      Map.of(
          "boolean", "bits(arg0) != 0",
          "byte", "(byte) bits(arg0)",
          "short", "(short) bits(arg0)",
          "int", "(int) bits(arg0)",
          "long", "bits(arg0)",
          "float", "Float.intBitsToFloat((int) bits(arg0))",
          "double", "Double.longBitsToDouble(bits(arg0))");

  private static final List<String> OBJECTS = List.of("value(arg0)", "extra(arg0)");

  String setter() {
    List<Integer> objects = positions(false);
    return """

          %s throws java.sql.SQLException {
            put(arg0, %d, %s, %s, %s);
          }
        """
        .formatted(
            method.signature(),
            number,
            bits(positions(true)),
            objects.isEmpty() ? "null" : JdbcMethod.argument(objects.get(0)),
            objects.size() < 2 ? "null" : JdbcMethod.argument(objects.get(1)));
  }

  String replay() {
    List<Integer> primitives = positions(true);
    List<Integer> objects = positions(false);
    String arguments =
        IntStream.range(1, method.parameterTypes().size())
            .mapToObj(
                i ->
                    primitives.contains(i)
                        ? fromBits(i, primitives)
                        : fromObject(i, OBJECTS.get(objects.indexOf(i))))
            .collect(joining(", "));
    return "      case %d -> target.%s(arg0, %s);\n".formatted(number, method.name(), arguments);
  }

  private List<Integer> positions(boolean primitive) {
    return IntStream.range(1, method.parameterTypes().size())
        .filter(
            i ->
                method.element().getParameters().get(i).asType().getKind().isPrimitive()
                    == primitive)
        .boxed()
        .toList();
  }

  private String bits(List<Integer> primitives) {
    return switch (primitives.size()) {
      case 0 -> "0";
      case 1 -> {
        String type = method.parameterTypes().get(primitives.get(0));
        yield TO_BITS.getOrDefault(type, "%s").formatted(JdbcMethod.argument(primitives.get(0)));
      }
      case 2 -> "pack(arg%d, arg%d)".formatted(primitives.get(0), primitives.get(1));
      default -> throw new IllegalStateException("no room for the arguments of " + method);
    };
  }

  private String fromBits(int position, List<Integer> primitives) {
    if (primitives.size() == 1) {
      return FROM_BITS.get(method.parameterTypes().get(position));
    }
    return primitives.indexOf(position) == 0 ? "(int) (bits(arg0) >> 32)" : "(int) bits(arg0)";
  }

  private String fromObject(int position, String source) {
    String type = method.parameterTypes().get(position);
    return type.equals("java.lang.Object") ? source : "(" + type + ") " + source;
  }
}
