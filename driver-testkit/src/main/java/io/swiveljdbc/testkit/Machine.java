package io.swiveljdbc.testkit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server runs on: the machine of this JVM, or a container, which is a machine of its own and
 * lives on when the server is killed. All that belongs to a cluster is in one directory, which
 * every machine of the cluster sees at the same place.
 */
interface Machine {
  /** How other servers of the cluster reach this machine. */
  String host();

  /** The address on which its server listens. */
  String listenAddress();

  /** Where clients and other servers come from, as address and length of the prefix. */
  String neighbours();

  /** How this JVM reaches a server's port. */
  InetSocketAddress reach(int port);

  /** A file or folder in the cluster's directory. */
  Path path(String name);

  /** The cluster's directory itself. */
  DataDirectory files();

  /** A folder in the cluster's directory. */
  DataDirectory directory(String name);

  /**
   * Runs a program to its end; returns the last lines of what it said.
   *
   * @throws LocalClusterException if it fails, with these lines
   */
  String run(List<String> command);

  /**
   * A server's processes, none of them started, with a log of their own.
   *
   * @param stopSignal what makes the server shut down cleanly, without waiting for its clients
   */
  ServerProcesses processes(String name, List<String> command, String stopSignal);
}
