package io.swiveljdbc.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a client does. */
final class Sql {
  private Sql() {}

  /** Waits for nothing longer than 15 s; each driver has its own unit. */
  static Connection connect(LocalServer server) throws SQLException {
    return server instanceof MysqlServer
        ? DriverManager.getConnection(server.jdbcUrl() + "&socketTimeout=15000&connectTimeout=5000")
        : connect(server.jdbcUrl());
  }

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url + "&socketTimeout=15&connectTimeout=5");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
