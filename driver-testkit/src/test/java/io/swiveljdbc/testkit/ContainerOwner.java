package io.swiveljdbc.testkit;

import java.io.PrintStream;
import java.util.List;

/** As {@link ClusterOwner}, of a cluster in containers of the image that is its argument. */
final class ContainerOwner {
  static final String READY = "ready: ";

  private ContainerOwner() {}

  public static void main(String[] arguments) throws InterruptedException {
    LocalCluster cluster = PostgresCluster.builder().image(arguments[0]).readers(1).start();
    cluster.freeze(cluster.readers().get(0));
    PrintStream output = System.out;
    output.println(READY + String.join(" ", containers(cluster)));
    Thread.currentThread().join();
  }

  static List<String> containers(LocalCluster cluster) {
    return cluster.servers().stream()
        .map(server -> ((ContainerMachine) server.machine()).id())
        .toList();
  }
}
