package io.swiveljdbc.testkit;

/** This machine, for every server. */
record LocalMachines(LocalMachine machine, Watchdog watchdog) implements Machines {
  @Override
  public Machine create(String server, int port) {
    return machine;
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
