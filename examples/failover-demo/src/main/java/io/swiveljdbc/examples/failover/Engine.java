package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlClusterBuilder;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.Promotion;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of clusters to play on, and all in which they differ. */
enum Engine {
  POSTGRES("PostgreSQL servers", "SELECT inet_server_port(), pg_is_in_recovery()") {
    @Override
    LocalCluster start(int readers) {
      return PostgresCluster.builder()
          .readers(readers)
          .user(USER, PASSWORD)
          .database(DATABASE)
          .start();
    }
  },
  MYSQL("MySQL servers (GTID replication)", Engine.MYSQL_SELF) {
    @Override
    LocalCluster start(int readers) {
      LocalCluster cluster = mysql(readers).start();
      // Swivel does without, too.
      grant(cluster, "REPLICATION CLIENT ON *.*");
      return cluster;
    }
  },
  MARIADB("MariaDB servers (GTID replication)", Engine.MYSQL_SELF) {
    @Override
    LocalCluster start(int readers) {
      return mysql(readers).mariadb(true).start();
    }
  },
  MYSQL_GROUP("MySQL servers (Group Replication)", Engine.MYSQL_SELF) {
    @Override
    LocalCluster start(int readers) {
      LocalCluster cluster = mysql(readers).groupReplication(true).start();
      grant(cluster, "SELECT ON performance_schema.replication_group_members");
      grant(cluster, "SELECT ON performance_schema.replication_group_member_stats");
      return cluster;
    }

    /** The group decides, and needs no order. */
    @Override
    Duration untilPromotion() {
      return Duration.ZERO;
    }

    /** The members reach each other past the cut: it takes an order. */
    @Override
    Promotion replaceUnheard(LocalCluster cluster) {
      return cluster.switchover(cluster.readers().get(0));
    }
  };

  private static final String MYSQL_SELF = "SELECT @@port, @@read_only";
  private static final String USER = "demo";
  private static final String PASSWORD = "demo";
  private static final String DATABASE = "demo";

  private final String servers;
  private final String self;

  Engine(String servers, String self) {
    this.servers = servers;
    this.self = self;
  }

  static Engine of(String word) throws UsageException {
    return Arrays.stream(values())
        .filter(engine -> engine.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--engine takes postgres, mysql, mariadb or mysql-group, not \""
                        + word
                        + "\""));
  }

  private static MysqlClusterBuilder mysql(int readers) {
    return MysqlCluster.builder().readers(readers).user(USER, PASSWORD).database(DATABASE);
  }

  private static void grant(LocalCluster cluster, String what) {
    cluster.execute(cluster.writer(), "GRANT " + what + " TO " + USER);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it runs on, in the plural. */
  String servers() {
    return servers;
  }

  /** Asks a server for its own port, and whether it is a standby. */
  String self() {
    return self;
  }

  /** A writer and some readers, and URLs of an ordinary user with a database of his own. */
  abstract LocalCluster start(int readers);

  /** How long after the loss of the writer somebody begins to replace it. */
  Duration untilPromotion() {
    return Duration.ofSeconds(1);
  }

  /** Replaces a writer that runs, but that no client reaches. */
  Promotion replaceUnheard(LocalCluster cluster) {
    return cluster.failOver();
  }
}
