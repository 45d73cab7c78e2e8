package io.swiveljdbc.benchmarks.pools;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

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

  private interface Side {
    /** A data source that is an AutoCloseable too. */
    DataSource open(String url);
  }

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
    measure("above", PoolComparison::above, cluster, url, load);
    measure("inside", u -> inside(u, "connection"), cluster, url, load);
    measure("shared", u -> inside(u, "transaction"), cluster, url, load);
  }

  private static void measure(
      String name, Side side, PostgresCluster cluster, String url, Load load) throws Exception {
    DataSource pool = side.open(url + "&ApplicationName=compared");
    try {
      new Load(load.clients(), load.pause(), WARM_UP).on(pool);
      Load.Result result = load.on(pool);
      System.out.printf(
          Locale.ROOT,
          "| %d | %d ms | %s | %.0f | %d | %d | %d |%n",
          load.clients(),
          load.pause().toMillis(),
          name,
          result.perSecond(),
          result.median(),
          result.p99(),
          sessions(cluster));
    } finally {
      ((AutoCloseable) pool).close();
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

  private static DataSource above(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(SIZE);
    return new HikariDataSource(config);
  }

  private static DataSource inside(String url, String share) {
    return SwivelDataSource.builder()
        .url(url)
        .pooled()
        .option("swivel.pool.maximumPoolSize", "" + SIZE)
        .option("swivel.pool.share", share)
        .build();
  }
}
