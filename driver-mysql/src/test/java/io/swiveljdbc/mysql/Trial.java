package io.swiveljdbc.mysql;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What the tests of discoveries ask and do, as an ordinary user. */
final class Trial {

  static final String USER = "app";

  /** Ports on which nobody listens: a seed more, and it is a cluster that nobody has seen yet. */
  private static final AtomicInteger NOBODY = new AtomicInteger(1);

  private Trial() {}

  /** A connection of a process that has seen nothing of the cluster yet. */
  static Connection fresh(MysqlCluster cluster) throws SQLException {
    return fresh(cluster, cluster.hosts());
  }

  /** The same, with these seeds. */
  static Connection fresh(MysqlCluster cluster, String seeds) throws SQLException {
    return fresh(cluster, seeds, "3s");
  }

  /** The same, with the time that is waited for a server. */
  static Connection fresh(MysqlCluster cluster, String seeds, String failoverTimeout)
      throws SQLException {
    String nobody = "127.0.0.1:" + NOBODY.getAndIncrement();
    String url = cluster.url().replace(cluster.hosts(), seeds + "," + nobody);
    return DriverManager.getConnection(url + "&swivel.failoverTimeout=" + failoverTimeout);
  }

  static Topology topology(Connection of) throws SQLException {
    return of.unwrap(SwivelConnection.class).topology();
  }

  /** Waits until this server is known to be such a one. */
  static void await(Connection connection, MysqlServer server, Predicate<Server> condition)
      throws SQLException {
    HostAddress address = new HostAddress(server.host(), server.port());
    Known.await(connection, topology -> topology.server(address).filter(condition).isPresent());
  }

  static void awaitWriter(Connection connection, MysqlServer server) throws SQLException {
    await(connection, server, s -> s.fit() && s.role() == Role.WRITER);
  }

  static void awaitReader(Connection connection, MysqlServer server) throws SQLException {
    await(connection, server, s -> s.fit() && s.role() == Role.READER);
  }

  static void awaitStanding(Connection connection, MysqlServer server, Standing standing)
      throws SQLException {
    await(connection, server, s -> s.standing() == standing);
  }

  /** Writes a row and says on which server it was written, by its own port. */
  static int write(Connection connection) throws SQLException {
    connection.setReadOnly(false);
    Sql.update(connection, "INSERT INTO written (port) VALUES (@@port)");
    return Sql.number(connection, "SELECT port FROM written ORDER BY id DESC LIMIT 1");
  }

  /** Reads, and says on which server. */
  static int read(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    int port = Sql.number(connection, "SELECT @@port");
    connection.setReadOnly(false);
    return port;
  }

  /** How many rows were written on this server, as another one shows it. */
  static int writtenOn(MysqlCluster cluster, MysqlServer server, MysqlServer shownBy) {
    String count = "SELECT count(*) FROM written WHERE port = " + server.directPort();
    return Integer.parseInt(String.valueOf(cluster.query(shownBy, count)));
  }

  static void table(MysqlCluster cluster) {
    cluster.execute(
        cluster.writer(),
        "CREATE TABLE written (id int PRIMARY KEY AUTO_INCREMENT, port int NOT NULL)");
    cluster.awaitReplayed();
  }

  /** Grants it on every server. */
  static void grant(MysqlCluster cluster, String... privileges) {
    for (String privilege : privileges) {
      cluster.execute(cluster.writer(), "GRANT " + privilege + " TO " + USER);
    }
    cluster.awaitReplayed();
  }

  static void takeWrites(MysqlCluster cluster, MysqlServer server, boolean yes) {
    String value = yes ? "OFF" : "ON";
    cluster.execute(server, "SET GLOBAL super_read_only = " + value);
    cluster.execute(server, "SET GLOBAL read_only = " + value);
  }

  static String seed(MysqlServer server) {
    return server.host() + ":" + server.port();
  }
}
