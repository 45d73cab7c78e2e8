package io.swiveljdbc.benchmarks.outage;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import java.util.Locale;

/** How the application reaches the cluster: always a HikariCP pool, over one driver or another. */
enum Client {
  /** Swivel with its defaults. */
  SWIVEL {
    @Override
    String url(PostgresCluster cluster, boolean reads) {
      return cluster.url();
    }
  },
  /** Swivel told to be quick about silent servers. */
  SWIVEL_200MS {
    @Override
    String url(PostgresCluster cluster, boolean reads) {
      return cluster.url() + "&swivel.detection=200ms";
    }

    @Override
    boolean isMeantFor(Fault fault) {
      return fault.isSilent();
    }
  },
  /** pgjdbc with its multi-host URL, and defaults. */
  PGJDBC {
    @Override
    String url(PostgresCluster cluster, boolean reads) {
      return multiHost(cluster, reads);
    }
  },
  /** pgjdbc and HikariCP with the timeouts that a careful user sets. */
  PGJDBC_TUNED {
    @Override
    String url(PostgresCluster cluster, boolean reads) {
      return multiHost(cluster, reads)
          + "&connectTimeout=2&socketTimeout=5&cancelSignalTimeout=2&tcpKeepAlive=true"
          + "&hostRecheckSeconds=2";
    }

    @Override
    void tune(HikariDataSource pool) {
      pool.setConnectionTimeout(5_000);
      pool.setValidationTimeout(1_000);
      pool.setKeepaliveTime(30_000);
      pool.setMaxLifetime(600_000);
    }
  };

  /** As it is called by options and in the JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  abstract String url(PostgresCluster cluster, boolean reads);

  void tune(HikariDataSource pool) {}

  /** Whether its options make a difference to a fault. */
  boolean isMeantFor(Fault fault) {
    return true;
  }

  HikariDataSource pool(PostgresCluster cluster, boolean reads, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(word());
    pool.setJdbcUrl(url(cluster, reads));
    pool.setMaximumPoolSize(size);
    pool.setReadOnly(reads);
    tune(pool);
    return pool;
  }

  private static String multiHost(PostgresCluster cluster, boolean reads) {
    String choice =
        reads
            ? "&targetServerType=preferSecondary&loadBalanceHosts=true"
            : "&targetServerType=primary";
    return cluster.jdbcUrl() + choice;
  }
}
