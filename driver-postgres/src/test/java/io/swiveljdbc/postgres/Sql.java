package io.swiveljdbc.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One value by one query. */
final class Sql {

  private Sql() {}

  static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  static int number(Connection connection, String query) throws SQLException {
    return Integer.parseInt(text(connection, query));
  }

  static boolean bool(Connection connection, String query) throws SQLException {
    return "t".equals(text(connection, query));
  }

  static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
