package io.swiveljdbc.behaviour;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A process that has a query running while it is stopped; see {@link PausedProcessBehaviourTest}.
 */
final class PausedClient {

  private PausedClient() {}

  /**
   * Says "ready", runs the query, and says whether topology and session are the same as before.
   *
   * @param arguments the URL, the query for the session, and the one that takes long
   */
  public static void main(String[] arguments) throws SQLException {
    warmUp(arguments[0], arguments[1]);
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
      SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
      int session = Sql.number(connection, arguments[1]);
      long version = swivel.topology().version();
      System.out.println("ready");
      Sql.text(connection, arguments[2]);
      boolean same =
          Sql.number(connection, arguments[1]) == session && swivel.topology().version() == version;
      System.out.println(same ? "unchanged" : swivel.topology().toString());
    }
  }

  /** The first connection of a JVM may take longer than a server is given here to answer. */
  private static void warmUp(String url, String query) throws SQLException {
    try (Connection first =
        DriverManager.getConnection(url.replaceFirst("detection=\\w+", "detection=30s"))) {
      Sql.text(first, query);
    }
  }
}
