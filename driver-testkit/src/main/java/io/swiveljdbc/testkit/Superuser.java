package io.swiveljdbc.testkit;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The superuser's session on a server, on its own port, past the relay. */
final class Superuser implements AutoCloseable {
  static final String NAME = "postgres";
  private static final Driver DRIVER = new org.postgresql.Driver();
  private static final String TIMEOUT_SECONDS = "20";

  private final String server;
  private final Connection connection;

  private Superuser(String server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  static Superuser on(String server, int port, String database) {
    Properties properties = new Properties();
    properties.setProperty("user", NAME);
    properties.setProperty("ApplicationName", "swivel-testkit");
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + Login.encode(database);
    try {
      Connection connection = DRIVER.connect(url, properties);
      if (connection == null) {
        throw new PostgresClusterException("pgjdbc does not take " + url);
      }
      return new Superuser(server, connection);
    } catch (SQLException e) {
      throw new PostgresClusterException(server + ": " + e.getMessage(), e);
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

  boolean isTrue(String sql) {
    return "t".equals(query(sql));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("close", e);
    }
  }

  private PostgresClusterException failed(String what, SQLException e) {
    return new PostgresClusterException(server + ": " + what + ": " + e.getMessage(), e);
  }
}
