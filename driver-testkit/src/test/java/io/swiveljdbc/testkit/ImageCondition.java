package io.swiveljdbc.testkit;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/**
 * See {@link NeedsImage}. Testcontainers' own way to an engine pulls an image or two of its own,
 * and tries for minutes where there is no registry, so the engine is asked without it.
 */
final class ImageCondition implements ExecutionCondition {
  private static final Optional<DockerClient> ENGINE = engine();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NeedsImage.class)
        .map(needed -> evaluate(needed.value()))
        .orElseGet(() -> enabled("needs no image"));
  }

  static boolean foundEngine() {
    return ENGINE.isPresent();
  }

  static DockerClient engineFound() {
    return ENGINE.orElseThrow();
  }

  private static ConditionEvaluationResult evaluate(String image) {
    if (ENGINE.isEmpty()) {
      return disabled("no Docker engine is found");
    }
    if (!has(image)) {
      return disabled("pull " + image + ", or make it: src/test/docker/make-images.sh");
    }
    for (Aid aid : aids()) {
      if (!hasAny(aid.image)) {
        return disabled("pull " + aid.image + ", or set " + aid.instead);
      }
    }
    return enabled("the Docker engine has " + image);
  }

  /** What Testcontainers itself needs, unless it is told otherwise. */
  private static List<Aid> aids() {
    List<Aid> aids = new ArrayList<>();
    if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      aids.add(new Aid("testcontainers/ryuk", "TESTCONTAINERS_RYUK_DISABLED=true"));
    }
    if (Files.exists(Path.of("/.dockerenv"))
        && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null) {
      aids.add(new Aid("alpine", "TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1"));
    }
    return aids;
  }

  private static boolean has(String image) {
    try {
      ENGINE.orElseThrow().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static boolean hasAny(String repository) {
    return ENGINE.orElseThrow().listImagesCmd().exec().stream()
        .flatMap(image -> Stream.ofNullable(image.getRepoTags()).flatMap(Stream::of))
        .anyMatch(tag -> tag.startsWith(repository + ":"));
  }

  private static Optional<DockerClient> engine() {
    List<DockerClientProviderStrategy> ways =
        ServiceLoader.load(DockerClientProviderStrategy.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    try {
      return Optional.of(
          DockerClientProviderStrategy.getFirstValidStrategy(new ArrayList<>(ways))
              .getDockerClient());
    } catch (IllegalStateException none) {
      return Optional.empty();
    }
  }

  private record Aid(String image, String instead) {}
}
