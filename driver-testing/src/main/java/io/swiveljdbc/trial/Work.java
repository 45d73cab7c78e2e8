package io.swiveljdbc.trial;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/** Something done with a connection, in one of the ways that JDBC has. */
public interface Work {

  Work NOTHING = connection -> {};

  void on(Connection connection) throws SQLException;

  default Work andThen(Work next) {
    return connection -> {
      on(connection);
      next.on(connection);
    };
  }

  static Work text(String sql) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    };
  }

  static Work prepared(String sql) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.execute();
      }
    };
  }

  static Work called(String sql) {
    return connection -> {
      try (CallableStatement call = connection.prepareCall(sql)) {
        call.registerOutParameter(1, Types.INTEGER);
        call.execute();
      }
    };
  }

  static Work batch(String... entries) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        for (String sql : entries) {
          statement.addBatch(sql);
        }
        statement.executeBatch();
      }
    };
  }

  /** One execution for each number. */
  static Work preparedBatch(String sql, int... parameters) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int parameter : parameters) {
          statement.setInt(1, parameter);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    };
  }

  /** Reads all rows, with a cursor that fetches two at a time. */
  static Work fetchByTwo(String query) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(2);
        ResultSet rows = statement.executeQuery(query);
        while (rows.next()) {
          rows.getInt(1);
        }
      }
    };
  }

  /** Sets the second column of the first row. */
  static Work updateRow(String query, String value) {
    return connection -> {
      try (Statement statement =
          connection.createStatement(
              ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
        ResultSet row = statement.executeQuery(query);
        row.next();
        row.updateString(2, value);
        row.updateRow();
      }
    };
  }
}
