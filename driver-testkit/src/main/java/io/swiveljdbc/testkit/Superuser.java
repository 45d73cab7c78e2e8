package io.swiveljdbc.testkit;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The superuser's session on a server. */
final class Superuser implements AutoCloseable {
  private final String server;
  private final Connection connection;

  private Superuser(String server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  static Superuser login(String server, Driver driver, String url, Properties properties) {
    try {
      Connection connection = driver.connect(url, properties);
      if (connection == null) {
        throw new LocalClusterException(driver.getClass() + " does not take " + url);
      }
      return new Superuser(server, connection);
    } catch (SQLException e) {
      throw new LocalClusterException(server + ": " + e.getMessage(), e);
    }
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The first column of the first row; null when there is no row, or when it is null. */
  @Nullable String query(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The first row by the names of its columns; empty when there is none. */
  Map<String, String> row(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, String> row = new HashMap<>();
      int columns = rows.next() ? rows.getMetaData().getColumnCount() : 0;
      for (int i = 1; i <= columns; i++) {
        row.put(
            rows.getMetaData().getColumnLabel(i),
            Objects.requireNonNullElse(rows.getString(i), ""));
      }
      return row;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Whether the first column of the first row is true, or a number other than zero. */
  boolean isTrue(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && rows.getBoolean(1);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("close", e);
    }
  }

  private LocalClusterException failed(String what, SQLException e) {
    return new LocalClusterException(server + ": " + what + ": " + e.getMessage(), e);
  }
}
