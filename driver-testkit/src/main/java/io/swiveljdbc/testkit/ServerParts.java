package io.swiveljdbc.testkit;

import java.util.List;

/** What every server is made of, whatever its engine. */
record ServerParts(String name, Machine machine, Relay relay, ServerProcess process, Login login) {

  /** Its relay lets nobody in while it does not run. */
  static ServerParts of(
      String name,
      Machine machine,
      int port,
      List<String> command,
      String stopSignal,
      Login login,
      Changes changes) {
    Relay relay = new Relay(Ports.free(), machine.reach(port));
    ServerProcess process =
        new ServerProcess(
            name,
            machine.processes(name, command, stopSignal),
            running -> {
              if (!running) {
                relay.serverIsUp(false);
              }
              changes.signal();
            });
    return new ServerParts(name, machine, relay, process, login);
  }
}
