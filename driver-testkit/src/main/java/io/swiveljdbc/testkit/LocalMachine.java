package io.swiveljdbc.testkit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** The machine of this JVM: its servers run as one account and listen on the loopback address. */
record LocalMachine(Workspace workspace) implements Machine {
  static final String LOOPBACK = "127.0.0.1";

  @Override
  public String host() {
    return LOOPBACK;
  }

  @Override
  public String listenAddress() {
    return LOOPBACK;
  }

  @Override
  public String neighbours() {
    return LOOPBACK + "/32";
  }

  @Override
  public InetSocketAddress reach(int port) {
    return new InetSocketAddress(Ports.loopback(), port);
  }

  @Override
  public Path path(String name) {
    return workspace.resolve(name);
  }

  @Override
  public DataDirectory files() {
    return workspace.files();
  }

  @Override
  public DataDirectory directory(String name) {
    return new LocalDirectory(path(name), workspace.account());
  }

  @Override
  public String run(List<String> command) {
    Path output = path(Path.of(command.get(0)).getFileName() + ".log");
    Command.run(workspace.account().command(command), workspace.directory(), output);
    return Command.lastLines(output);
  }

  @Override
  public ServerProcesses processes(String name, List<String> command, String stopSignal) {
    List<String> detached = workspace.account().detached(command);
    return new LocalProcesses(
        name, detached, workspace.directory(), path(name + ".log"), stopSignal);
  }
}
