package io.swiveljdbc.codegen;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;

/** A JDBC interface, among all those for which forwarding classes are written. */
record JdbcInterface(TypeElement element, List<TypeElement> all) {

  String name() {
    return element.getQualifiedName().toString();
  }

  String simpleName() {
    return element.getSimpleName().toString();
  }

  String className() {
    return "Forwarding" + simpleName();
  }

  /** In an order of their own: that of a class file may differ from one JDK to the next. */
  List<JdbcMethod> methods() {
    return ElementFilter.methodsIn(element.getEnclosedElements()).stream()
        .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
        .map(method -> new JdbcMethod(simpleName(), method))
        .sorted(Comparator.comparing(m -> m.name() + m.parameterTypes()))
        .toList();
  }

  Optional<JdbcInterface> parent() {
    return all.stream()
        .filter(other -> isExtension(element, other))
        .map(other -> new JdbcInterface(other, all))
        .findFirst();
  }

  /** Whether an application may unwrap it. */
  boolean isWrapper() {
    return element.getInterfaces().stream()
        .anyMatch(type -> type.toString().equals("java.sql.Wrapper"));
  }

  boolean hasChild() {
    return all.stream().anyMatch(other -> isExtension(other, element));
  }

  /** The type of the delegate within the class: a variable where a subclass will narrow it. */
  String delegateType() {
    return hasChild() ? "S" : name();
  }

  boolean isWrapped(String type) {
    return all.stream().anyMatch(other -> other.getQualifiedName().contentEquals(type));
  }

  /** The types that the methods of the class need a {@code wrap} for. */
  Set<String> wrappedTypes() {
    return methods().stream()
        .map(JdbcMethod::returnType)
        .filter(this::isWrapped)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isExtension(TypeElement child, TypeElement parent) {
    return child.getInterfaces().stream()
        .anyMatch(type -> ((DeclaredType) type).asElement().equals(parent));
  }
}
