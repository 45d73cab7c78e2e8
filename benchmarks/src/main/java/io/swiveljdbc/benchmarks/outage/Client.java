package io.swiveljdbc.benchmarks.outage;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the application reaches the cluster: always a HikariCP pool, over one driver or another. */
enum Client {
  /** Swivel with its defaults. */
  SWIVEL {
    @Override
    String url(LocalCluster cluster, boolean reads) {
      return cluster.url();
    }
  },
  /** Swivel told to be quick about silent servers. */
  SWIVEL_200MS {
    @Override
    String url(LocalCluster cluster, boolean reads) {
      return with(cluster.url(), "swivel.detection=200ms");
    }

    @Override
    boolean isMeantFor(Fault fault) {
      return fault.isSilent();
    }
  },
  /** Connector/J with its replication URL, and defaults. */
  CONNECTORJ {
    @Override
    String url(LocalCluster cluster, boolean reads) {
      return replication(cluster);
    }

    @Override
    boolean isMeantFor(Engine engine) {
      return engine != Engine.POSTGRES;
    }
  },
  /** Connector/J and HikariCP with the timeouts that a careful user sets. */
  CONNECTORJ_TUNED {
    @Override
    String url(LocalCluster cluster, boolean reads) {
      return with(replication(cluster), "connectTimeout=2000&socketTimeout=5000&tcpKeepAlive=true");
    }

    @Override
    boolean isMeantFor(Engine engine) {
      return engine != Engine.POSTGRES;
    }

    @Override
    void tune(HikariDataSource pool) {
      tunePool(pool);
    }
  },
  /** pgjdbc with its multi-host URL, and defaults. */
  PGJDBC {
    @Override
    String url(LocalCluster cluster, boolean reads) {
      return multiHost(cluster, reads);
    }

    @Override
    boolean isMeantFor(Engine engine) {
      return engine == Engine.POSTGRES;
    }
  },
  /** pgjdbc and HikariCP with the timeouts that a careful user sets. */
  PGJDBC_TUNED {
    @Override
    String url(LocalCluster cluster, boolean reads) {
      return multiHost(cluster, reads)
          + "&connectTimeout=2&socketTimeout=5&cancelSignalTimeout=2&tcpKeepAlive=true"
          + "&hostRecheckSeconds=2";
    }

    @Override
    boolean isMeantFor(Engine engine) {
      return engine == Engine.POSTGRES;
    }

    @Override
    void tune(HikariDataSource pool) {
      tunePool(pool);
    }
  };

  /** As it is called by options and in the JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  abstract String url(LocalCluster cluster, boolean reads);

  void tune(HikariDataSource pool) {}

  /** Whether its options make a difference to a fault. */
  boolean isMeantFor(Fault fault) {
    return true;
  }

  /** Whether it speaks to such servers. */
  boolean isMeantFor(Engine engine) {
    return true;
  }

  private static void tunePool(HikariDataSource pool) {
    pool.setConnectionTimeout(5_000);
    pool.setValidationTimeout(1_000);
    pool.setKeepaliveTime(30_000);
    pool.setMaxLifetime(600_000);
  }

  HikariDataSource pool(LocalCluster cluster, Fault fault, int size) {
    boolean reads = fault.isOfReader();
    String url = url(cluster, reads);
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(word());
    pool.setJdbcUrl(fault.isOfTheRelay() ? url : pastRelays(url, cluster));
    pool.setMaximumPoolSize(size);
    pool.setReadOnly(reads);
    tune(pool);
    return pool;
  }

  /** A relay takes each message of a login as long as a network would, and much of the CPUs. */
  private static String pastRelays(String url, LocalCluster cluster) {
    String direct = url;
    for (LocalServer server : cluster.servers()) {
      direct =
          direct.replace(
              server.host() + ":" + server.port(), server.host() + ":" + server.directPort());
    }
    return direct;
  }

  private static String with(String url, String parameters) {
    return url + (url.indexOf('?') < 0 ? "?" : "&") + parameters;
  }

  /** Its first host is the source for good. */
  private static String replication(LocalCluster cluster) {
    String hosts =
        Stream.concat(Stream.of(cluster.writer()), cluster.readers().stream())
            .map(server -> server.host() + ":" + server.port())
            .collect(Collectors.joining(","));
    return cluster
        .jdbcUrl()
        .replace(cluster.hosts(), hosts)
        .replace("jdbc:mysql:", "jdbc:mysql:replication:");
  }

  private static String multiHost(LocalCluster cluster, boolean reads) {
    String choice =
        reads
            ? "&targetServerType=preferSecondary&loadBalanceHosts=true"
            : "&targetServerType=primary";
    return cluster.jdbcUrl() + choice;
  }
}
