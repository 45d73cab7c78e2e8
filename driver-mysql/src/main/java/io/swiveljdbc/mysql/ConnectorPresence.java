package io.swiveljdbc.mysql;

import java.sql.SQLException;

/** Says what to add to the class path when Connector/J is not on it. */
final class ConnectorPresence {

  private ConnectorPresence() {}

  static void check() throws SQLException {
    try {
      Class.forName("com.mysql.cj.jdbc.Driver", false, ConnectorPresence.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new SQLException(
          "MySQL Connector/J is not on the class path; add com.mysql:mysql-connector-j",
          "08001",
          e);
    }
  }
}
