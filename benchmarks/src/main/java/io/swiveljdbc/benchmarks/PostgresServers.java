package io.swiveljdbc.benchmarks;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;

/**
 * Where the real servers are.
 *
 * @param writer host and port
 * @param reader host and port
 */
record PostgresServers(String writer, String reader) {

  /** Tells a forked JVM of the servers that its parent has started. */
  private static final String PROPERTY = "swivel.benchmarks.postgres";

  /** Started when first needed, ended with this JVM. */
  private static final class Holder {
    static final PostgresServers SHARED = find();
  }

  static PostgresServers shared() {
    return Holder.SHARED;
  }

  private static PostgresServers find() {
    String[] given = System.getProperty(PROPERTY, "").split(",", -1);
    return given.length == 2 ? new PostgresServers(given[0], given[1]) : start();
  }

  private static PostgresServers start() {
    PostgresCluster cluster = PostgresCluster.builder().readers(1).synchronous(false).start();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-postgres"));
    return new PostgresServers(direct(cluster.writer()), direct(cluster.readers().get(0)));
  }

  private static String direct(PostgresServer server) {
    return server.host() + ":" + server.directPort();
  }

  String urlTail(String hosts) {
    return "postgresql://" + hosts + "/postgres?user=postgres";
  }

  /** What a forked JVM must be given to use these servers. */
  String jvmArgument() {
    return "-D" + PROPERTY + "=" + writer + "," + reader;
  }
}
