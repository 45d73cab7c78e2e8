package io.swiveljdbc.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A container as the machine of one server. The image's own entry point does not run: the server is
 * set up and started by the testkit, so that it can be killed and started again without the
 * container, with its address and files, going away.
 *
 * @param account the user in the image that owns the server's files
 * @param script what is executed inside
 */
record ContainerMachine(
    DockerClient engine, String id, String host, String engineHost, String account, String script)
    implements Machine {
  static final Path DIRECTORY = Path.of("/swivel-testkit");
  private static final String ROOT = "0";
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final int LINES = 15;

  /** All of the container's addresses, by the one protocol that {@link #neighbours} speaks of. */
  @Override
  public String listenAddress() {
    return "0.0.0.0";
  }

  /** Other containers, and whatever the engine puts before a published port. */
  @Override
  public String neighbours() {
    return "0.0.0.0/0";
  }

  @Override
  public InetSocketAddress reach(int port) {
    return new InetSocketAddress(engineHost, port);
  }

  @Override
  public Path path(String name) {
    return DIRECTORY.resolve(name);
  }

  @Override
  public DataDirectory files() {
    return new ContainerDirectory(this, DIRECTORY);
  }

  @Override
  public DataDirectory directory(String name) {
    return new ContainerDirectory(this, path(name));
  }

  @Override
  public String run(List<String> command) {
    return lastLines(successful(account, command).said());
  }

  @Override
  public ServerProcesses processes(String name, List<String> command, String stopSignal) {
    return new ContainerProcesses(this, name, command, stopSignal);
  }

  /** Makes the cluster's directory, if it is not there, and gives it to the servers' account. */
  void ownDirectory() {
    executeAsRoot("own", DIRECTORY.toString(), account);
  }

  /** Executes a verb of the script as the servers' account. */
  void execute(String... words) {
    ContainerProgram unused = successful(account, inScript(List.of(words)));
  }

  void executeAsRoot(String... words) {
    ContainerProgram unused = successful(ROOT, inScript(List.of(words)));
  }

  /** The same as the servers' account, and does not wait for its end. */
  ContainerProgram start(List<String> words) {
    return start(account, inScript(words));
  }

  /** What a program of the image wrote. */
  byte[] output(String... command) {
    return successful(account, List.of(command)).output();
  }

  /** Whether a program of the image ends with success. */
  boolean succeeds(String... command) {
    return toItsEnd(account, List.of(command)).exitCode() == 0;
  }

  private List<String> inScript(List<String> words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "swivel-testkit"));
    command.addAll(words);
    return command;
  }

  private ContainerProgram successful(String user, List<String> command) {
    ContainerProgram program = toItsEnd(user, command);
    if (program.exitCode() != 0) {
      throw new LocalClusterException(
          host
              + ": "
              + named(command)
              + " ended with "
              + program.exitCode()
              + "\n"
              + lastLines(program.said()));
    }
    return program;
  }

  private ContainerProgram toItsEnd(String user, List<String> command) {
    ContainerProgram program = start(user, command);
    if (!program.awaitEnd(BOUND)) {
      throw new LocalClusterException(host + ": " + named(command) + " did not end in time");
    }
    return program;
  }

  private ContainerProgram start(String user, List<String> command) {
    try {
      return ContainerProgram.start(engine, id, user, command);
    } catch (DockerException e) {
      throw new LocalClusterException(host + ": the container is gone: " + e.getMessage(), e);
    }
  }

  /** A command without the script in it, or what is written into a file. */
  private static String named(List<String> command) {
    return command.stream().filter(word -> !word.contains("\n")).collect(Collectors.joining(" "));
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }
}
