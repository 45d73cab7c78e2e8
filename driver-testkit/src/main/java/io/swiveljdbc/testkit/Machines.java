package io.swiveljdbc.testkit;

/** Where the machines of one cluster come from. */
interface Machines extends AutoCloseable {
  /**
   * A machine for one server.
   *
   * @param server its name
   * @param port on which the server will listen
   */
  Machine create(String server, int port);

  /** Leaves nothing behind: no process, no file. */
  @Override
  void close();
}
