package io.swiveljdbc.benchmarks;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;

/**
 * Where the real MySQL servers are; each JVM has its own.
 *
 * @param writer host and port
 * @param reader host and port
 */
record MysqlServers(String writer, String reader) {

  /** Started when first needed, ended with this JVM. */
  private static final class Holder {
    static final MysqlServers SHARED = start();
  }

  static MysqlServers shared() {
    return Holder.SHARED;
  }

  private static MysqlServers start() {
    MysqlCluster cluster = MysqlCluster.builder().readers(1).synchronous(false).start();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-mysql"));
    return new MysqlServers(direct(cluster.writer()), direct(cluster.readers().get(0)));
  }

  private static String direct(MysqlServer server) {
    return server.host() + ":" + server.directPort();
  }

  String urlTail(String hosts) {
    return "mysql://" + hosts + "/test?user=root&sslMode=DISABLED";
  }
}
