package io.swiveljdbc.postgres;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;

/** A process that has a query running while it is stopped; see {@link PausedProcessTest}. */
final class PausedClient {

  private PausedClient() {}

  /**
   * Says "ready", runs the query, and says whether the topology is the same as before.
   *
   * @param arguments the URL and the query
   */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
      SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
      Sql.text(connection, "SELECT 1");
      long version = swivel.topology().version();
      System.out.println("ready");
      Sql.text(connection, arguments[1]);
      Sql.text(connection, "SELECT 1");
      System.out.println(
          swivel.topology().version() == version ? "unchanged" : swivel.topology().toString());
    }
  }
}
