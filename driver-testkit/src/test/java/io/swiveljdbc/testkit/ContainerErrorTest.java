package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is said where a cluster cannot be in containers; needs none of them. */
final class ContainerErrorTest {
  @Test
  void withoutTestcontainersTheMessageNamesWhatIsMissing() throws IOException {
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("testcontainers") && !entry.contains("docker"))
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child =
        new ProcessBuilder(java, "-cp", classes, ContainerOwner.class.getName(), "postgres:18")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.lines())
          .anyMatch(line -> line.contains("needs org.testcontainers:testcontainers"));
    }
  }

  @Test
  void withoutAnEngineTheMessageSaysSo() {
    assumeThat(ImageCondition.foundEngine()).as("a Docker engine").isFalse();
    assertThatThrownBy(() -> PostgresCluster.builder().image("postgres:18").start())
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("no Docker engine is found");
  }
}
