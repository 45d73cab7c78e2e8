package io.swiveljdbc.benchmarks.outage;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlClusterBuilder;
import io.swiveljdbc.testkit.PostgresCluster;
import java.util.List;
import java.util.Locale;

/** What the servers are and how they replicate, and the few texts in which their SQL differs. */
enum Engine {
  /** PostgreSQL, streaming replication. */
  POSTGRES {
    @Override
    LocalCluster start(boolean tls) {
      return PostgresCluster.builder()
          .readers(2)
          .tls(tls)
          .setting("max_connections", "300")
          .start();
    }

    @Override
    List<String> tables() {
      return List.of(
          "CREATE TABLE entry (id bigint NOT NULL)",
          "CREATE INDEX ON entry (id)",
          "CREATE TABLE probe (present boolean)");
    }

    @Override
    String port() {
      return "SELECT inet_server_port()";
    }

    @Override
    String readOnly() {
      return "SELECT pg_is_in_recovery()";
    }

    @Override
    String version() {
      return "SELECT 'PostgreSQL ' || current_setting('server_version')";
    }

    @Override
    String driver() {
      return "org.postgresql.Driver";
    }
  },
  /** MySQL, GTID replication, semi-synchronous. */
  MYSQL {
    @Override
    LocalCluster start(boolean tls) {
      return mysql(tls).start();
    }
  },
  /** MySQL Group Replication. */
  MYSQL_GROUP {
    @Override
    LocalCluster start(boolean tls) {
      // Members are found by the ports by which the clients know them, which use no relay here.
      return mysql(tls).groupReplication(true).setting("report_port", "0").start();
    }

    @Override
    boolean promotesItself() {
      return true;
    }
  };

  private static final String USER = "shop";

  private static MysqlClusterBuilder mysql(boolean tls) {
    return MysqlCluster.builder()
        .readers(2)
        .tls(tls)
        .user(USER, USER)
        .database(USER)
        .setting("max_connections", "300");
  }

  /** As it is called by options. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A writer and two readers. */
  abstract LocalCluster start(boolean tls);

  /** Whether its servers agree by themselves on a new writer, which takes them five seconds. */
  boolean promotesItself() {
    return false;
  }

  /**
   * What makes the tables, in which nothing keeps a row from coming twice, and lets the user see
   * how the servers replicate.
   */
  List<String> tables() {
    return List.of(
        "CREATE TABLE entry (n bigint AUTO_INCREMENT PRIMARY KEY, id bigint NOT NULL, INDEX (id))",
        "CREATE TABLE probe (n bigint AUTO_INCREMENT PRIMARY KEY, present boolean)",
        "GRANT REPLICATION CLIENT ON *.* TO " + USER,
        "GRANT SELECT ON performance_schema.* TO " + USER);
  }

  /** Asks a server for the port on which it listens. */
  String port() {
    return "SELECT @@port";
  }

  /** Asks a server whether it takes no writes. */
  String readOnly() {
    return "SELECT @@GLOBAL.read_only";
  }

  /** Asks a server what it is. */
  String version() {
    return "SELECT concat('MySQL ', version())";
  }

  /** The class of the driver alone. */
  String driver() {
    return "com.mysql.cj.jdbc.Driver";
  }

  /** The URL of one server, past its relay. */
  static String direct(LocalServer server) {
    return server.jdbcUrl().replace(":" + server.port() + "/", ":" + server.directPort() + "/");
  }
}
