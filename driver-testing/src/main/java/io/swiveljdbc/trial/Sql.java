package io.swiveljdbc.trial;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One value by one query. */
public final class Sql {

  private Sql() {}

  /** The value as text. */
  public static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The value as a number. */
  public static int number(Connection connection, String query) throws SQLException {
    return Integer.parseInt(text(connection, query));
  }

  /** Whether the value is a truth, as the database writes it. */
  public static boolean bool(Connection connection, String query) throws SQLException {
    return "t".equals(text(connection, query));
  }

  /** How many rows a change changed. */
  public static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
