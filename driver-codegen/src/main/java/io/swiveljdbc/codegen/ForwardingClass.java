package io.swiveljdbc.codegen;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The source of {@code ForwardingX}. */
record ForwardingClass(JdbcInterface of, String between) {

  String source() {
    List<JdbcMethod> methods = of.methods();
    StringBuilder source = new StringBuilder(header());
    if (isHandwritten()) {
      source.append(
          Templates.CONSTRUCTOR.formatted(of.className(), between + "Origin", of.delegateType()));
    }
    methods.stream()
        .map(Rule::of)
        .distinct()
        .sorted()
        .forEach(rule -> source.append(rule.hooks(of, isHandwritten())));
    Set<String> wrapped = new TreeSet<>(of.wrappedTypes());
    of.parent().ifPresent(parent -> wrapped.removeAll(parent.wrappedTypes()));
    wrapped.forEach(type -> source.append(Templates.WRAP_HOOK.formatted(type)));
    methods.forEach(method -> source.append(Rule.of(method).write(method, of)));
    return source.append("}\n").toString();
  }

  private String header() {
    String variable = of.hasChild() ? "<S extends " + of.name() + ">" : "";
    String superclass =
        of.parent().map(this::parentName).orElse(of.isWrapper() ? "JdbcObject" : "ForwardedObject");
    return """
        @javax.annotation.processing.Generated("io.swiveljdbc.codegen.ForwardingProcessor")
        @SuppressWarnings("deprecation")
        abstract class %s%s extends %s<%s>
            implements %s {
        """
        .formatted(of.className(), variable, superclass, of.delegateType(), of.name());
  }

  /** Whether a hand-written class stands between this one and the generated one above. */
  private boolean isHandwritten() {
    return !between.isEmpty() && of.parent().isPresent();
  }

  private String parentName(JdbcInterface parent) {
    return isHandwritten() ? between + parent.simpleName() : parent.className();
  }
}
