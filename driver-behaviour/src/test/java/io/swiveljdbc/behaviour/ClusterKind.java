package io.swiveljdbc.behaviour;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlClusterBuilder;
import io.swiveljdbc.testkit.PostgresCluster;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kinds of clusters, each of which must behave as these tests say; and, in its own SQL, what
 * they need to see it.
 */
enum ClusterKind {
  POSTGRES_STREAMING {
    @Override
    LocalCluster start() {
      return PostgresCluster.builder().readers(2).tls(true).user(USER, PASSWORD).start();
    }

    @Override
    Dialect dialect() {
      return Dialect.POSTGRES;
    }

    @Override
    void lose(LocalCluster cluster, LocalServer server) {
      cluster.kill(server);
    }
  },
  MYSQL_GTID {
    @Override
    LocalCluster start() {
      return mysql().tls(true).start();
    }

    @Override
    Dialect dialect() {
      return Dialect.MYSQL;
    }

    @Override
    void lose(LocalCluster cluster, LocalServer server) {
      cluster.kill(server);
    }
  },
  MARIADB_GTID {
    @Override
    LocalCluster start() {
      return mysql().mariadb(true).start();
    }

    @Override
    Dialect dialect() {
      return Dialect.MARIADB;
    }

    /** Its own tests in driver-mysql do so each time. */
    @Override
    boolean losesServersSeldom() {
      return true;
    }

    @Override
    void lose(LocalCluster cluster, LocalServer server) {
      cluster.kill(server);
    }
  },
  MYSQL_GROUP {
    @Override
    LocalCluster start() {
      LocalCluster cluster = mysql().groupReplication(true).start();
      rightsOf(USER).forEach(right -> cluster.execute(cluster.writer(), right));
      cluster.awaitReplayed();
      return cluster;
    }

    @Override
    Dialect dialect() {
      return Dialect.MYSQL;
    }

    @Override
    List<String> rightsOf(String user) {
      return Stream.of("members", "member_stats")
          .map(table -> "performance_schema.replication_group_" + table)
          .map(table -> "GRANT SELECT ON " + table + " TO " + user)
          .toList();
    }

    @Override
    boolean losesServersSeldom() {
      return true;
    }

    /** In good order: after a kill a group needs six seconds to agree. */
    @Override
    void lose(LocalCluster cluster, LocalServer server) {
      cluster.stop(server);
    }
  };

  private static final String USER = "shop";
  private static final String PASSWORD = "shop";

  private static MysqlClusterBuilder mysql() {
    return MysqlCluster.builder().readers(2).user(USER, PASSWORD).database("shop");
  }

  /** A writer and two readers, and URLs of an ordinary user; over TLS for one kind of an engine. */
  abstract LocalCluster start();

  abstract Dialect dialect();

  /** What the superuser does so that a user may see who is in the cluster. */
  List<String> rightsOf(String user) {
    return List.of();
  }

  /**
   * Whether tests lose its servers only where that is asked for: it needs many seconds to take one
   * in again, or is much like another.
   */
  boolean losesServersSeldom() {
    return false;
  }

  /** Ends a server so that its cluster notices soon. */
  abstract void lose(LocalCluster cluster, LocalServer server);
}
