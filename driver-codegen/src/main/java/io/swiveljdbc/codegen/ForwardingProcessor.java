package io.swiveljdbc.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Writes the classes that {@link GenerateForwarding} describes. */
@SupportedAnnotationTypes("io.swiveljdbc.codegen.GenerateForwarding")
public final class ForwardingProcessor extends AbstractProcessor {

  /** For the compiler, which finds it as a service. */
  public ForwardingProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (Element annotated : round.getElementsAnnotatedWith(annotation)) {
        List<TypeElement> interfaces = interfaces(annotated);
        String between = annotated.getAnnotation(GenerateForwarding.class).between();
        interfaces.forEach(
            type ->
                write((PackageElement) annotated, new JdbcInterface(type, interfaces), between));
      }
    }
    return false;
  }

  private void write(PackageElement target, JdbcInterface jdbc, String between) {
    write(target, jdbc.className(), new ForwardingClass(jdbc, between).source());
    switch (jdbc.name()) {
      case "java.sql.PreparedStatement" ->
          write(target, "Parameters", ParametersClass.of(jdbc).source());
      case "java.sql.DatabaseMetaData" ->
          write(target, "MetadataConstant", MetadataConstants.of(jdbc).source());
      default -> {}
    }
  }

  private void write(PackageElement target, String className, String source) {
    String name = target.getQualifiedName() + "." + className;
    try (Writer writer = processingEnv.getFiler().createSourceFile(name, target).openWriter()) {
      writer.write("package " + target.getQualifiedName() + ";\n\n");
      writer.write(source);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + name, e);
    }
  }

  /** Read as mirrors: the compiler that runs this need not be able to load the classes. */
  private static List<TypeElement> interfaces(Element annotated) {
    return annotated.getAnnotationMirrors().stream()
        .filter(ForwardingProcessor::isForwarding)
        .flatMap(mirror -> mirror.getElementValues().entrySet().stream())
        .filter(value -> value.getKey().getSimpleName().contentEquals("value"))
        .flatMap(value -> ((List<?>) value.getValue().getValue()).stream())
        .map(value -> (DeclaredType) ((AnnotationValue) value).getValue())
        .map(type -> (TypeElement) type.asElement())
        .toList();
  }

  private static boolean isForwarding(AnnotationMirror mirror) {
    TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
    return type.getQualifiedName().contentEquals(GenerateForwarding.class.getName());
  }
}
