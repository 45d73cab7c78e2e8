package io.swiveljdbc.testkit;

import java.io.PrintStream;
import java.util.stream.Collectors;

/** A program that starts a cluster, says where it is, and waits to be killed. */
final class ClusterOwner {
  private ClusterOwner() {}

  public static void main(String[] arguments) throws InterruptedException {
    PostgresCluster cluster = PostgresCluster.builder().readers(1).start();
    PrintStream output = System.out;
    output.println(cluster.writer().data().path().getParent());
    output.println(
        cluster.servers().stream()
            .map(server -> Long.toString(server.pid()))
            .collect(Collectors.joining(" ")));
    cluster.freeze(cluster.readers().get(0));
    output.println("ready");
    Thread.currentThread().join();
  }
}
