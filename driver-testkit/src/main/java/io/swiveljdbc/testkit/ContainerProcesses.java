package io.swiveljdbc.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server's processes in a container, where there are no others to speak of: a signal is sent to
 * all there are.
 */
final class ContainerProcesses implements ServerProcesses {
  private final ContainerMachine machine;
  private final List<String> command;
  private final String log;
  private final String pidFile;
  private final String stopSignal;
  private volatile @Nullable ContainerProgram parent;

  ContainerProcesses(
      ContainerMachine machine, String name, List<String> command, String stopSignal) {
    this.machine = machine;
    this.command = command;
    this.log = machine.path(name + ".log").toString();
    this.pidFile = machine.path(name + ".pid").toString();
    this.stopSignal = stopSignal;
  }

  @Override
  public void start(Runnable ended) {
    List<String> words = new ArrayList<>(List.of("serve", pidFile, log));
    words.addAll(command);
    ContainerProgram started = machine.start(words);
    parent = started;
    started.whenEnded(ended);
  }

  @Override
  public boolean isAlive() {
    ContainerProgram program = parent;
    return program != null && program.isAlive();
  }

  @Override
  public long pid() {
    return running().pid();
  }

  @Override
  public void kill() {
    ContainerProgram program = running();
    machine.executeAsRoot("kill");
    awaitEnd(program);
  }

  @Override
  public void stop() {
    ContainerProgram program = running();
    machine.executeAsRoot("stop", stopSignal, pidFile);
    awaitEnd(program);
  }

  @Override
  public void freeze() {
    machine.executeAsRoot("freeze");
  }

  @Override
  public void thaw() {
    machine.executeAsRoot("thaw");
  }

  @Override
  public String logTail() {
    return new String(machine.output("tail", "-n", "15", log), StandardCharsets.UTF_8);
  }

  private ContainerProgram running() {
    ContainerProgram program = parent;
    if (program == null) {
      throw new IllegalStateException("not started");
    }
    return program;
  }

  private void awaitEnd(ContainerProgram program) {
    if (!program.awaitEnd(LocalProcesses.EXIT)) {
      throw new LocalClusterException(machine.host() + " did not end\n" + logTail());
    }
  }
}
