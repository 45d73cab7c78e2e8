package io.swiveljdbc.benchmarks.pools;

import io.swiveljdbc.benchmarks.Pooling;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * HikariCP above Swivel and pools inside it, by turns on the same servers under the same load: how
 * much they get done, how long a borrower waits for its first row, how many sessions they hold.
 */
final class PoolComparison {

  private static final String COUNT =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'compared'";

  private static final int SIZE = 20;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration LENGTH = Duration.ofSeconds(8);

  private PoolComparison() {}

  /** The one argument is the number of rounds, 3 unless told. */
  public static void main(String... args) throws Exception {
    int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
    try (PostgresCluster cluster =
        PostgresCluster.builder().readers(1).synchronous(false).start()) {
      cluster.execute(
          cluster.writer(),
          "CREATE TABLE account AS SELECT g AS id, 0 AS abalance FROM generate_series(1, 10) g");
      System.out.println("| clients | pause | pool | borrows/s | p50 us | p99 us | sessions |");
      System.out.println("|--:|--:|---|--:|--:|--:|--:|");
      for (Load load :
          List.of(
              new Load(16, Duration.ZERO, LENGTH),
              new Load(64, Duration.ZERO, LENGTH),
              new Load(200, Duration.ofMillis(20), LENGTH))) {
        for (int round = 0; round < rounds; round++) {
          compare(cluster, load);
        }
      }
    }
  }

  private static void compare(PostgresCluster cluster, Load load) throws Exception {
    String hosts = direct(cluster.writer()) + "," + direct(cluster.readers().get(0));
    String url = "jdbc:swivel:postgresql://" + hosts + "/postgres?user=postgres";
    for (Pooling pooling : Pooling.values()) {
      measure(pooling, cluster, url + "&ApplicationName=compared", load);
    }
  }

  private static void measure(Pooling pooling, PostgresCluster cluster, String url, Load load)
      throws Exception {
    try (Pooling.Pool pool = pooling.open(url, SIZE)) {
      new Load(load.clients(), load.pause(), WARM_UP).on(pool.source());
      Load.Result result = load.on(pool.source());
      System.out.printf(
          Locale.ROOT,
          "| %d | %d ms | %s | %.0f | %d | %d | %d |%n",
          load.clients(),
          load.pause().toMillis(),
          pooling.name().toLowerCase(Locale.ROOT),
          result.perSecond(),
          result.median(),
          result.p99(),
          sessions(cluster));
    }
  }

  private static String direct(PostgresServer server) {
    return server.host() + ":" + server.directPort();
  }

  private static int sessions(PostgresCluster cluster) {
    List<PostgresServer> all = new ArrayList<>(cluster.readers());
    all.add(cluster.writer());
    return all.stream()
        .map(server -> cluster.query(server, COUNT))
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
