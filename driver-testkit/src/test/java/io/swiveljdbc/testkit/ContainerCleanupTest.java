package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@NeedsImage("postgres:18")
final class ContainerCleanupTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final DockerClient engine = ImageCondition.engineFound();

  @Test
  void aClosedClusterLeavesNothing() {
    PostgresCluster cluster = PostgresCluster.builder().image("postgres:18").readers(1).start();
    List<String> containers = ContainerOwner.containers(cluster);
    List<String> volumes = containers.stream().flatMap(this::volumes).toList();
    String network = network(containers.get(0));
    assertThat(volumes).isNotEmpty();

    cluster.freeze(cluster.readers().get(0));
    cluster.close();
    cluster.close();

    assertThat(containers).hasSize(2).allMatch(this::isGone);
    awaitRemoved(volumes);
    assertThat(engine.listNetworksCmd().exec())
        .noneMatch(existing -> existing.getName().equals(network));
  }

  /** Also without Testcontainers' Ryuk, which removes the network then. */
  @Test
  void theContainersOfAKilledVirtualMachineEnd() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Process child =
        new ProcessBuilder(java, "-cp", classes, ContainerOwner.class.getName(), "postgres:18")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      List<String> containers =
          output
              .lines()
              .filter(line -> line.startsWith(ContainerOwner.READY))
              .map(line -> List.of(line.substring(ContainerOwner.READY.length()).split(" ", -1)))
              .findFirst()
              .orElseThrow();
      assertThat(containers).hasSize(2).noneMatch(this::isGone);
      List<String> volumes = containers.stream().flatMap(this::volumes).toList();
      String network = network(containers.get(0));

      child.destroyForcibly();

      Await.until(
          "all containers are gone", SOON, () -> containers.stream().allMatch(this::isGone));
      awaitRemoved(volumes);
      removeNetwork(network);
    } finally {
      child.destroyForcibly();
    }
  }

  private void removeNetwork(String network) {
    try {
      engine.removeNetworkCmd(network).exec();
    } catch (NotFoundException ryukWasFaster) {
      assertThat(System.getenv("TESTCONTAINERS_RYUK_DISABLED")).isNotEqualTo("true");
    }
  }

  private boolean isGone(String container) {
    try {
      InspectContainerResponse unused = engine.inspectContainerCmd(container).exec();
      return false;
    } catch (NotFoundException e) {
      return true;
    }
  }

  /** The engine removes them a moment after the last container. */
  private void awaitRemoved(List<String> volumes) {
    Await.until(
        "all volumes are gone",
        SOON,
        () ->
            engine.listVolumesCmd().exec().getVolumes().stream()
                .noneMatch(volume -> volumes.contains(volume.getName())));
  }

  private Stream<String> volumes(String container) {
    return engine.inspectContainerCmd(container).exec().getMounts().stream()
        .map(InspectContainerResponse.Mount::getName);
  }

  private String network(String container) {
    return engine
        .inspectContainerCmd(container)
        .exec()
        .getNetworkSettings()
        .getNetworks()
        .keySet()
        .iterator()
        .next();
  }
}
