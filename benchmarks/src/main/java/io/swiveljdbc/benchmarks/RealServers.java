package io.swiveljdbc.benchmarks;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.PostgresCluster;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A writer and a reader of one make on loopback, reached without a relay. They are started when
 * first needed and end with the JVM that has started them; one that it forks uses the same.
 */
enum RealServers {
  POSTGRES("postgresql", "/postgres?user=postgres") {
    @Override
    LocalCluster start() {
      return PostgresCluster.builder().readers(1).synchronous(false).start();
    }
  },

  MYSQL("mysql", "/test?user=root&sslMode=DISABLED&socketTimeout=60000") {
    @Override
    LocalCluster start() {
      return MysqlCluster.builder().readers(1).synchronous(false).start();
    }
  };

  /** The writer, then the reader, each with its port. */
  private static final Map<RealServers, List<String>> RUNNING = new ConcurrentHashMap<>();

  private final String scheme;
  private final String tail;

  RealServers(String scheme, String tail) {
    this.scheme = scheme;
    this.tail = tail;
  }

  abstract LocalCluster start();

  /** As {@link Backend#url} has it. */
  String url(Side side, boolean readOnly) {
    List<String> all = hosts();
    return side == Side.SWIVEL
        ? "jdbc:swivel:" + url(String.join(",", all))
        : "jdbc:" + url(all.get(readOnly ? 1 : 0));
  }

  private String url(String hosts) {
    return scheme + "://" + hosts + tail;
  }

  /** What a forked JVM must be given to use these servers. */
  String jvmArgument() {
    return "-D" + property() + "=" + String.join(",", hosts());
  }

  private String property() {
    return "swivel.benchmarks." + name().toLowerCase(Locale.ROOT);
  }

  private List<String> hosts() {
    return RUNNING.computeIfAbsent(this, RealServers::find);
  }

  private List<String> find() {
    String given = System.getProperty(property(), "");
    return given.isEmpty() ? started() : List.of(given.split(",", -1));
  }

  private List<String> started() {
    LocalCluster cluster = start();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-" + scheme));
    return List.of(direct(cluster.writer()), direct(cluster.readers().get(0)));
  }

  private static String direct(LocalServer server) {
    return server.host() + ":" + server.directPort();
  }
}
