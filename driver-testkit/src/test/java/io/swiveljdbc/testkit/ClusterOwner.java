package io.swiveljdbc.testkit;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A program that starts a cluster, with the argument mysql one of MySQL, says where it is, and
 * waits to be killed.
 */
final class ClusterOwner {
  private ClusterOwner() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean mysql = arguments.length > 0 && arguments[0].equals("mysql");
    LocalCluster cluster =
        mysql
            ? MysqlCluster.builder().readers(1).start()
            : PostgresCluster.builder().readers(1).start();
    PrintStream output = System.out;
    output.println(directory(cluster.writer()).getParent());
    output.println(
        cluster.servers().stream()
            .map(server -> Long.toString(server.pid()))
            .collect(Collectors.joining(" ")));
    cluster.freeze(cluster.readers().get(0));
    output.println("ready");
    Thread.currentThread().join();
  }

  static Path directory(LocalServer server) {
    return server instanceof MysqlServer mysql
        ? mysql.data().path()
        : ((PostgresServer) server).data().path();
  }
}
