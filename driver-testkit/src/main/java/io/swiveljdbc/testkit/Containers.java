package io.swiveljdbc.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/**
 * Containers of one image on a network of their own, where they know each other by the servers'
 * names. They share one volume, the first one's, and vanish with it when they are closed or when
 * the JVM dies. Each publishes its server's port under the same number.
 */
final class Containers implements Machines {
  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  private static final Duration REMOVAL = Duration.ofSeconds(30);

  private final String image;
  private final String account;
  private final Watchdog watchdog;
  private final String script;
  private final String engineHost;
  private final Network network = Network.newNetwork();
  private final List<GenericContainer<?>> containers = new ArrayList<>();
  private final List<Lifeline> lifelines = new ArrayList<>();

  private Containers(String image, String account, Watchdog watchdog) throws IOException {
    this.image = image;
    this.account = account;
    this.watchdog = watchdog;
    this.script = Resource.text("container.sh");
    String address = DockerClientFactory.instance().dockerHostIpAddress();
    this.engineHost = address.equals("localhost") ? LocalMachine.LOOPBACK : address;
  }

  /**
   * @param account the user in the image that servers run as
   * @param watchdog over what the cluster has on this machine
   */
  static Machines of(String image, String account, Watchdog watchdog) throws IOException {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new LocalClusterException(
          "no Docker engine is found for a cluster in containers; what was tried is in"
              + " Testcontainers' log");
    }
    return new Containers(fetched(image), account, watchdog);
  }

  /** Once, and first of all: each container would try anew, for minutes, what failed before. */
  private static String fetched(String image) {
    try {
      return new RemoteDockerImage(DockerImageName.parse(image)).get();
    } catch (RuntimeException e) {
      throw new LocalClusterException(
          "the image "
              + image
              + " is not there and cannot be had; Testcontainers' log tells more: "
              + rootMessage(e),
          e);
    }
  }

  @Override
  public Machine create(String server, int port) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withNetwork(network)
            .withNetworkAliases(server)
            .withCreateContainerCmdModifier(command -> shape(command, server, port));
    start(container);
    containers.add(container);
    DockerClient engine = container.getDockerClient();
    lifelines.add(hold(engine, container.getContainerId()));
    ContainerMachine machine =
        new ContainerMachine(
            engine, container.getContainerId(), server, engineHost, account, script);
    try {
      machine.ownDirectory();
    } catch (LocalClusterException e) {
      throw new LocalClusterException(image + " has no servers to run: " + e.getMessage(), e);
    }
    return machine;
  }

  private void shape(CreateContainerCmd command, String server, int port) {
    command
        .withHostName(server)
        .withEntrypoint("sh", "-c", script, "swivel-testkit", "live")
        .withCmd(List.of())
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withExposedPorts(ExposedPort.tcp(port));
    String published = engineHost.equals(LocalMachine.LOOPBACK) ? engineHost + ":" : "";
    HostConfig host = Objects.requireNonNull(command.getHostConfig(), "host configuration");
    host.withPortBindings(PortBinding.parse(published + port + ":" + port)).withAutoRemove(true);
    if (containers.isEmpty()) {
      command.withVolumes(new Volume(ContainerMachine.DIRECTORY.toString()));
    } else {
      host.withVolumesFrom(new VolumesFrom(containers.get(0).getContainerId()));
    }
  }

  private void start(GenericContainer<?> container) {
    try {
      container.start();
    } catch (RuntimeException e) {
      throw new LocalClusterException(
          "a container of " + image + " does not start: " + rootMessage(e), e);
    }
  }

  private static Lifeline hold(DockerClient engine, String container) {
    Lifeline lifeline = new Lifeline();
    engine
        .attachContainerCmd(container)
        .withStdIn(lifeline)
        .withStdOut(true)
        .withFollowStream(true)
        .exec(new ResultCallback.Adapter<Frame>());
    return lifeline;
  }

  private static @Nullable String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  @Override
  public void close() {
    try {
      lifelines.forEach(Lifeline::close);
      containers.forEach(Containers::end);
      network.close();
    } catch (RuntimeException e) {
      LOG.warn("not all containers of {} are removed", image, e);
    } finally {
      watchdog.close();
    }
  }

  private static void end(GenericContainer<?> container) {
    DockerClient engine = container.getDockerClient();
    String id = container.getContainerId();
    container.stop();
    // The end of its lifeline may have been faster, and then the engine is about to remove it.
    Await.until("container " + id + " is removed", REMOVAL, () -> isGone(engine, id));
  }

  private static boolean isGone(DockerClient engine, String id) {
    try {
      InspectContainerResponse unused = engine.inspectContainerCmd(id).exec();
      return false;
    } catch (NotFoundException e) {
      return true;
    }
  }
}
